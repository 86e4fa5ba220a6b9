// Every way of reaching a person, by name.
import type { ChannelName } from '@muster/core/vocabulary.ts'
import type { Channel } from './channel.ts'
import { consoleChannel } from './console/channel.ts'
import type { ConsoleSink } from './console/channel.ts'
import { never } from './delivery-answer.ts'
import { emailChannel, emailFault } from './email/channel.ts'
import type { SmtpConfig } from './email/smtp-config.ts'
import { ntfyChannel } from './ntfy/channel.ts'
import type { Outbound } from './outbound.ts'
import { webhookChannel } from './webhook/channel.ts'
import { webpushChannel } from './webpush/channel.ts'
import type { VapidKeys } from './webpush/keys.ts'

export type ChannelsSetup = {
  outbound: Outbound
  smtp: SmtpConfig | null
  consoleSink: ConsoleSink | null
  publicUrl: string
  /** Asked at each call: a watchdog may be started before the server has made its key. */
  vapid: () => VapidKeys | null
}

const off = (whyOff: string): Channel => ({ whyOff, deliver: async () => never(whyOff) })

const noMailServer = off('No mail server is configured: set MUSTER_SMTP_URL to send e-mail')
const noConsole = off('The console channel works in demo mode only: npm start -- --demo')

/** `consoleSink` is null outside demo mode. */
export function createChannels({ outbound, smtp, consoleSink, publicUrl, vapid }: ChannelsSetup): Record<ChannelName, Channel> {
  return {
    ntfy: ntfyChannel({ outbound }),
    email: smtp === null ? { ...noMailServer, faultOf: emailFault } : emailChannel({ smtp, publicUrl }),
    webhook: webhookChannel({ outbound }),
    webpush: webpushChannel({ outbound, publicUrl, vapid }),
    console: consoleSink === null ? noConsole : consoleChannel({ sink: consoleSink }),
  }
}
