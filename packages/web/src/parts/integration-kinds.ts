// The kinds of key, in the words of whoever connects a monitor.
import type { Api } from '../api/client.ts'

export type Kind = Awaited<ReturnType<Api['integrations']['show']>>['kind']

export const KINDS: Record<Kind, { name: string; about: string }> = {
  alertmanager: { name: 'Prometheus, Alertmanager, Grafana', about: 'Whatever sends alerts as Alertmanager does.' },
  pagerduty: { name: 'PagerDuty-compatible', about: 'Whatever lets you set the address of PagerDuty’s Events API v2.' },
  generic: { name: 'Anything that posts JSON', about: 'curl, scripts, Uptime Kuma; a mapping reads any body.' },
}

export const kindName = (kind: string): string => Object.entries(KINDS).find(([one]) => one === kind)?.[1].name ?? kind
