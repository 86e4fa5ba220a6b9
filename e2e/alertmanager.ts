// A real Alertmanager that sends to one webhook (or follows the configuration it is given), and amtool to feed one.
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort, launch, temporaryFolder } from './child.ts'
import { findAlertmanager } from './tools.ts'
import { answersOk } from './until.ts'

const run = promisify(execFile)

export type AlertmanagerOptions = { webhookUrl: string } | { config: Record<string, unknown> }

export type Alertmanager = { url: string; lastLines: () => string; stop: () => Promise<void> }

export async function startAlertmanager(options: AlertmanagerOptions): Promise<Alertmanager> {
  const { alertmanager } = await findAlertmanager()
  const folder = await temporaryFolder('alertmanager')
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const configFile = join(folder.path, 'alertmanager.yml')
  await writeFile(configFile, JSON.stringify('config' in options ? options.config : webhookConfig(options.webhookUrl)))
  const child = launch('Alertmanager', {
    path: alertmanager,
    folder,
    args: [
      `--config.file=${configFile}`,
      `--storage.path=${join(folder.path, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      // Without an address it does not look for a cluster, nor for a private network address to join one from.
      '--cluster.listen-address=',
    ],
  })
  await child.ready('be ready', () => answersOk(`${url}/-/ready`), 30_000)
  return { url, lastLines: child.lastLines, stop: () => child.stop() }
}

// Groups wait a second instead of half a minute; everything else is what an ordinary configuration says.
const webhookConfig = (webhookUrl: string) => ({
  route: { receiver: 'muster', group_by: ['alertname', 'service'], group_wait: '1s', group_interval: '2s', repeat_interval: '1h' },
  receivers: [{ name: 'muster', webhook_configs: [{ url: webhookUrl, send_resolved: true }] }],
})

export async function amtool(alertmanagerUrl: string, args: readonly string[]): Promise<string> {
  const tools = await findAlertmanager()
  const { stdout } = await run(tools.amtool, [...args, `--alertmanager.url=${alertmanagerUrl}`], { timeout: 30_000 })
  return stdout
}
