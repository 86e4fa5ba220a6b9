// Channels in the words people use for them, and what their address looks like.
import type { ChannelName } from '@muster/core/vocabulary.ts'

export const CHANNEL_WORDS: Readonly<Record<ChannelName, string>> = {
  ntfy: 'ntfy on a phone',
  email: 'E-mail',
  webhook: 'Webhook',
  webpush: 'Browser',
  console: 'Demo phone',
}

/** Those a person adds by writing an address; a browser adds itself. */
export const WRITTEN = {
  ntfy: {
    label: 'ntfy topic',
    example: 'https://ntfy.sh/muster-4c1f0a9e',
    how: 'Install the app ntfy on your phone, subscribe there to a topic with a name nobody guesses, and write its address here. Allow it to ring through Do Not Disturb.',
  },
  email: { label: 'E-mail address', example: 'ann@example.org', how: 'Good for a record; most phones do not ring for e-mail at night.' },
  webhook: { label: 'Address', example: 'https://example.org/hook', how: 'Each page is sent there as JSON.' },
} as const satisfies Partial<Record<ChannelName, { label: string; example: string; how: string }>>

export type WrittenChannel = keyof typeof WRITTEN
