// The page at the root: what runs here and what to do next. It tells nothing about the organisation.
import type { Heartbeat } from '../../verbs/read/heartbeat.ts'
import { html, type Html } from '../html.ts'

export type Home = { version: string; publicUrl: string; isDemo: boolean; beat: Heartbeat }

export function homeBody({ version, publicUrl, isDemo, beat }: Home): Html {
  return html`<p class="muted">Muster ${version}</p>
${
  beat.why === null
    ? html`<h1>Ready to take alerts</h1><p><strong class="kept">Running</strong> · The database answers and nothing is overdue.</p>`
    : html`<h1>Something is wrong here</h1><p class="note"><strong class="due">Not well</strong> · ${beat.why}</p>`
}
${isDemo ? demoSteps(publicUrl) : firstSteps(publicUrl)}
<h2>For machines</h2>
<dl><dt><a href="/api/openapi.json">/api/openapi.json</a></dt><dd>describes the API</dd>
<dt><a href="/readyz">/readyz</a></dt><dd>says whether work gets done</dd>
<dt><code>/metrics</code></dt><dd>counts, for those who send a token</dd></dl>`
}

function demoSteps(publicUrl: string): Html {
  return html`<h2>To see somebody woken</h2>
<p>This is a demonstration: an online shop, with people on call in three time zones. Open their phones, then break the checkout from a terminal:</p>
<p><a class="button primary" href="/demo/phones">Open their phones</a></p>
<pre><code>curl ${publicUrl}/v2/enqueue \\
  -H 'content-type: application/json' -d '{
  "routing_key": "demo0checkout0pagerduty0key00001",
  "event_action": "trigger", "dedup_key": "checkout-down",
  "payload": {"summary": "Checkout answers nobody",
    "source": "probe-1", "severity": "critical"}}'</code></pre>
<ol><li>A phone rings. Open its message and acknowledge; or wait, and see who is woken next.</li>
<li>Ask why somebody was, or was not, woken: <code>npm run muster -- why 1 ines</code></li>
<li>End it: the same with <code>"event_action": "resolve"</code>.</li></ol>`
}

function firstSteps(publicUrl: string): Html {
  return html`<h2>To be woken for the first time</h2>
<ol><li>Describe your people, schedules, policies and services in a file: <code>npm run muster -- schema</code> prints what may be in it.</li>
<li><code>npm run muster -- apply -f org.yaml</code> makes it so, and prints the key of each integration once.</li>
<li>Point a monitor here, with that key:</li></ol>
<dl><dt>Alertmanager</dt><dd>a webhook to <code>${publicUrl}/integrations/KEY/alertmanager</code></dd>
<dt>Prometheus</dt><dd>an Alertmanager at <code>${publicUrl}</code> with <code>path_prefix: /integrations/KEY</code></dd>
<dt>PagerDuty clients</dt><dd><code>${publicUrl}/v2/enqueue</code></dd>
<dt>Anything else</dt><dd>JSON to <code>${publicUrl}/integrations/KEY</code></dd></dl>
<p><code>npm run muster -- doctor --contacts</code> rings everybody's phone once, as a test.</p>
<p class="muted">Only looking around? Stop the server and start it with <code>npm start -- --demo</code> on an empty data folder.</p>`
}
