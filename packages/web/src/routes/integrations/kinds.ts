// What each kind of sender must be told, ready to be pasted.
import type { Api } from '../../api/client.ts'
import type { Kind } from '../../parts/integration-kinds.ts'

export type IntegrationRow = Awaited<ReturnType<Api['integrations']['list']>>['items'][number]
export type IntegrationView = Awaited<ReturnType<Api['integrations']['show']>>

export type Recipe = { title: string; before: string; text: string; after?: string }

const hostOf = (server: string): string => server.replace(/^https?:\/\//, '')
const schemeOf = (server: string): string => server.replace(/:.*$/, '')

/** Ready to paste: `server` and `key` are the real ones. */
export const RECIPES: Record<Kind, (at: { server: string; key: string }) => Recipe[]> = {
  alertmanager: ({ server, key }) => [
    {
      title: 'Alertmanager',
      before: 'In alertmanager.yml, and name this receiver in a route:',
      text: `receivers:
  - name: muster
    webhook_configs:
      - url: '${server}/integrations/${key}/alertmanager'
        send_resolved: true`,
      after: 'The label severity says how grave an alert is; the annotation summary is the sentence people read.',
    },
    {
      title: 'Prometheus',
      before: 'Without an Alertmanager between them, in prometheus.yml:',
      text: `alerting:
  alertmanagers:
    - scheme: ${schemeOf(server)}
      path_prefix: /integrations/${key}
      static_configs:
        - targets: ['${hostOf(server)}']`,
      after: 'When Prometheus falls silent, people are told; the incident stays open, because silence is not recovery.',
    },
    {
      title: 'Grafana',
      before: 'Alerting → Contact points → New: choose the type Webhook, leave the method POST, and give it this URL. Or provision it:',
      text: `apiVersion: 1
contactPoints:
  - orgId: 1
    name: Muster
    receivers:
      - uid: muster
        type: webhook
        settings:
          url: '${server}/integrations/${key}/alertmanager'
          httpMethod: POST`,
      after: 'Press Test there: its alert TestAlert appears below.',
    },
    {
      title: 'amtool',
      before: 'By hand, to try it:',
      text: `amtool --alertmanager.url='${server}/integrations/${key}' alert add \\
  alertname=Try severity=info --annotation=summary='A try by hand'`,
    },
  ],
  pagerduty: ({ server, key }) => [
    {
      title: 'PagerDuty-compatible',
      before: 'Address of the Events API v2, and the routing key (also called integration key):',
      text: `${server}/v2/enqueue\n${key}`,
      after: `Changes such as deploys and flags go to ${server}/v2/change/enqueue and wake nobody.`,
    },
    {
      title: 'Alertmanager',
      before: 'With its PagerDuty receiver, in alertmanager.yml:',
      text: `receivers:
  - name: muster
    pagerduty_configs:
      - url: '${server}/v2/enqueue'
        routing_key: '${key}'
        send_resolved: true`,
    },
    {
      title: 'curl',
      before: 'By hand:',
      text: `curl '${server}/v2/enqueue' -H 'content-type: application/json' -d '{
  "routing_key": "${key}", "event_action": "trigger", "dedup_key": "try-1",
  "payload": { "summary": "A try by hand", "source": "curl", "severity": "info" } }'`,
      after: 'The same with "event_action": "resolve" ends it.',
    },
  ],
  generic: ({ server, key }) => [
    {
      title: 'curl',
      before: 'One line from a script or by hand:',
      text: `curl '${server}/integrations/${key}' -H 'content-type: application/json' -d '{
  "summary": "A try by hand", "key": "try-1", "severity": "info", "source": "curl" }'`,
      after: 'The same with "action": "resolve" ends it.',
    },
    {
      title: 'Anything else',
      before: 'The address to post JSON or a form to:',
      text: `${server}/integrations/${key}`,
      after:
        'Without a mapping the obvious words are understood: summary, severity, source, key, action, labels, links. With one, any body is.',
    },
    {
      title: 'Uptime Kuma',
      before: 'Notifications → Webhook, request body application/json, with this URL; then paste its mapping into the mapping of this key.',
      text: `${server}/integrations/${key}`,
    },
  ],
}
