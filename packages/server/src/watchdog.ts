// muster watchdog: a second process that looks at the server every two seconds and wakes people when it or its database is gone.
import { setTimeout as sleep } from 'node:timers/promises'
import { createChannels } from '@muster/adapters/channels.ts'
import { createOutbound } from '@muster/adapters/outbound.ts'
import type { VapidKeys } from '@muster/adapters/webpush/keys.ts'
import product from '../package.json' with { type: 'json' }
import { createLog, createSay, type Say } from './log.ts'
import { pushKeys } from './push-keys.ts'
import { readSettings, type Settings } from './settings.ts'
import { makeFolder } from './store/embedded/folders.ts'
import { lockDataFolder, type Lock } from './store/embedded/lock.ts'
import { sharedSecrets } from './watchdog/key.ts'
import { createWatcher } from './watchdog/watcher.ts'

const LOOK_EVERY_MS = 2000

/** The watchdog before this one may still be finishing its calls. */
const LOCK_PATIENCE_MS = 10_000

export async function watchdog(): Promise<void> {
  const say = createSay()
  const read = readSettings(process.env)
  if (!read.ok) {
    say(`The watchdog does not start, because ${read.faults.length === 1 ? 'a setting is' : `${read.faults.length} settings are`} wrong:`)
    for (const fault of read.faults) say(`  ${fault}`)
    process.exitCode = 2
    return
  }
  try {
    await watch(read.settings, say)
  } catch (error) {
    say(`The watchdog does not run. ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  }
}

async function watch(settings: Settings, say: Say): Promise<void> {
  const { watch: watched, dataFolder, publicUrl, smtp, allowOutbound } = settings
  const stopping = new AbortController()
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(name, () => stopping.abort())
  makeFolder(dataFolder, process.getuid?.() === 0 ? 0o711 : 0o700)
  makeFolder(watched.folder, 0o700)
  const lock = await lockFolder(watched.folder, say)
  const log = createLog(settings)
  const outbound = createOutbound({ allow: allowOutbound })
  const watcher = createWatcher({
    clock: { now: () => Date.now() },
    say,
    log,
    secrets: () => sharedSecrets(settings),
    channels: createChannels({ outbound, smtp, consoleSink: null, publicUrl, vapid: () => vapidOf(settings) }),
    urls: watched.urls,
    publicUrl,
    graceMs: watched.graceSeconds * 1000,
    folder: watched.folder,
  })
  say(`Watchdog ${product.version} watches ${watched.urls.join(', ')} and wakes people after ${watched.graceSeconds} s without an answer.`)
  while (!stopping.signal.aborted) {
    const beganAt = performance.now()
    await watcher.tick().catch((error: unknown) => {
      // Whatever went wrong once, the next look is still owed.
      log.error({ err: error }, 'a look went wrong')
      say(`A look went wrong: ${error instanceof Error ? error.message : String(error)}`)
    })
    const pause = Math.max(0, LOOK_EVERY_MS - (performance.now() - beganAt))
    await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined)
  }
  say('The watchdog stops: from here on nobody is woken when Muster is down.')
  await watcher.idle()
  await outbound.close()
  lock.release()
}

/** The server's own key: a browser takes nothing that another has signed. */
function vapidOf(settings: Settings): VapidKeys | null {
  const secrets = sharedSecrets(settings)
  return secrets === null ? null : pushKeys(secrets)
}

async function lockFolder(folder: string, say: Say): Promise<Lock> {
  const beganAt = performance.now()
  for (let tries = 1; ; tries += 1) {
    try {
      return await lockDataFolder(folder)
    } catch (error) {
      if (performance.now() - beganAt > LOCK_PATIENCE_MS)
        throw new Error(`Another watchdog still has ${folder}. Stop it, or set MUSTER_WATCH_FOLDER to another folder.`, { cause: error })
      if (tries === 1) say(`Another watchdog has ${folder}; waiting for it to stop.`)
      await sleep(500)
    }
  }
}
