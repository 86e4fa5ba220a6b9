// Every way of reaching a person, by name.
import type { ChannelName } from '@muster/core/vocabulary.ts'
import type { Channel } from './channel.ts'
import { consoleChannel } from './console/channel.ts'
import type { ConsoleSink } from './console/channel.ts'
import { never } from './delivery-answer.ts'
import { emailChannel } from './email/channel.ts'
import type { SmtpConfig } from './email/smtp-config.ts'
import { ntfyChannel } from './ntfy/channel.ts'
import type { Outbound } from './outbound.ts'
import { webhookChannel } from './webhook/channel.ts'

export type ChannelsSetup = { outbound: Outbound; smtp: SmtpConfig | null; consoleSink: ConsoleSink | null; publicUrl: string }

const noMailServer: Channel = {
  deliver: async () => never('No mail server is configured: set MUSTER_SMTP_URL to send e-mail'),
}

const noConsole: Channel = {
  deliver: async () => never('The console channel works in demo mode only: npm start -- --demo'),
}

/** `consoleSink` is null outside demo mode. */
export function createChannels({ outbound, smtp, consoleSink, publicUrl }: ChannelsSetup): Record<ChannelName, Channel> {
  return {
    ntfy: ntfyChannel({ outbound }),
    email: smtp === null ? noMailServer : emailChannel({ smtp, publicUrl }),
    webhook: webhookChannel({ outbound }),
    console: consoleSink === null ? noConsole : consoleChannel({ sink: consoleSink }),
  }
}
