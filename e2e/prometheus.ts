// A real Prometheus that scrapes one target, evaluates one rule and tells the Alertmanagers it is given.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort, launch, temporaryFolder } from './child.ts'
import { findPrometheus } from './tools.ts'
import { answersOk } from './until.ts'

export type Rule = {
  alert: string
  expr: string
  for?: string
  labels?: Record<string, string>
  annotations?: Record<string, string>
}

export type PrometheusOptions = {
  scrape: string
  rule: Rule
  // Base addresses; a path becomes Prometheus's path_prefix.
  alertmanagers: readonly string[]
  evaluationInterval?: string
  resendDelay?: string
}

export type Prometheus = { url: string; lastLines: () => string; stop: () => Promise<void> }

export async function startPrometheus(options: PrometheusOptions): Promise<Prometheus> {
  const { prometheus } = await findPrometheus()
  const folder = await temporaryFolder('prometheus')
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  await writeConfiguration(folder.path, options)
  const child = launch('Prometheus', {
    path: prometheus,
    folder,
    args: [
      `--config.file=${join(folder.path, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder.path, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      `--rules.alert.resend-delay=${options.resendDelay ?? '2s'}`,
    ],
  })
  await child.ready('be ready', () => answersOk(`${url}/-/ready`), 30_000)
  return { url, lastLines: child.lastLines, stop: () => child.stop() }
}

// JSON is YAML, so the files need no writer of their own.
async function writeConfiguration(folder: string, options: PrometheusOptions): Promise<void> {
  const { scrape, rule, alertmanagers, evaluationInterval = '1s' } = options
  const target = new URL(scrape)
  const rules = { groups: [{ name: 'e2e', interval: evaluationInterval, rules: [rule] }] }
  const configuration = {
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: evaluationInterval },
    rule_files: [join(folder, 'rules.yml')],
    scrape_configs: [
      { job_name: 'checkout', scheme: schemeOf(target), metrics_path: target.pathname, static_configs: [{ targets: [target.host] }] },
    ],
    alerting: { alertmanagers: alertmanagers.map((base) => alertmanagerConfig(new URL(base))) },
  }
  await writeFile(join(folder, 'rules.yml'), JSON.stringify(rules))
  await writeFile(join(folder, 'prometheus.yml'), JSON.stringify(configuration))
}

const alertmanagerConfig = (base: URL) => ({
  scheme: schemeOf(base),
  path_prefix: base.pathname,
  api_version: 'v2',
  static_configs: [{ targets: [base.host] }],
})

const schemeOf = (url: URL) => url.protocol.replace(':', '')
