// Everything the product needs from outside itself, in one value: tests hand in a clock they turn and phones they watch.
import type { Channel } from '@muster/adapters/channel.ts'
import type { ChannelName } from '@muster/core/vocabulary.ts'
import type { Logger } from 'pino'
import type { Clock } from './clock.ts'
import type { Ids } from './ids.ts'
import type { Secrets } from './secrets.ts'
import type { Db } from './store/db.ts'
import type { Configs } from './store/org-config.ts'
import type { Wake } from './wake.ts'

export type World = {
  db: Db
  clock: Clock
  ids: Ids
  log: Logger
  secrets: Secrets
  configs: Configs
  channels: Record<ChannelName, Channel>
  wake: Wake
  /** Names this process in leases. */
  node: string
  /** Where people's phones find this server, without a slash at its end. */
  publicUrl: string
}
