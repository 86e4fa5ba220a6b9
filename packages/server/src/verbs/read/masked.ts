// A contact's address with only enough left of it to know it again: topics and webhook paths are as good as passwords.
import type { ChannelName } from '@muster/core/vocabulary.ts'

export function masked(channel: ChannelName, address: string): string {
  if (channel === 'console') return address
  const at = address.lastIndexOf('@')
  if (channel === 'email' && at > 0) return `${address.slice(0, 1)}…${address.slice(at)}`
  const host = URL.canParse(address) ? new URL(address).host : ''
  // Where exactly a browser is reached is between it and its push service.
  if (channel === 'webpush') return host
  return host === '' ? `…${address.slice(-2)}` : `${host}/…${address.slice(-2)}`
}
