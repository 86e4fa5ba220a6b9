// The key pair by which push services know this installation: derived from the installation's key, so that every node and the watchdog have it.
import { vapidKeysFrom, type VapidKeys } from '@muster/adapters/webpush/keys.ts'
import type { Secrets } from './secrets.ts'

export function pushKeys(secrets: Pick<Secrets, 'derive'>): VapidKeys {
  return vapidKeysFrom(secrets.derive('web-push', 48))
}
