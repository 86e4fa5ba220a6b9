// The page at the root: what runs here and what to do next. It tells nothing about the organisation.
import type { Heartbeat } from '../../verbs/read/heartbeat.ts'
import { html, type Html } from '../html.ts'

export type Home = { version: string; publicUrl: string; isDemo: boolean; beat: Heartbeat }

export function homeBody({ version, publicUrl, isDemo, beat }: Home): Html {
  return html`<h1>Muster ${version}</h1>
${
  beat.why === null
    ? html`<p><strong class="kept">Running.</strong> The database answers and nothing is overdue.</p>`
    : html`<p class="note"><strong class="due">Not well.</strong> ${beat.why}</p>`
}
${isDemo ? demoSteps(publicUrl) : firstSteps(publicUrl)}
<h2>For machines</h2>
<p><a href="/api/openapi.json">/api/openapi.json</a> describes the API, <code>/metrics</code> takes a token, <a href="/readyz">/readyz</a> says whether work gets done.</p>`
}

function demoSteps(publicUrl: string): Html {
  return html`<p>This is a demonstration: an online shop with a checkout, a login and people on call in three time zones. <a href="/demo/phones">Look at their phones</a>, then break something:</p>
<pre><code>curl ${publicUrl}/v2/enqueue -H 'content-type: application/json' -d '{
  "routing_key": "demo0checkout0pagerduty0key00001", "event_action": "trigger", "dedup_key": "checkout-down",
  "payload": {"summary": "Checkout answers nobody", "source": "probe-1", "severity": "critical"}}'</code></pre>
<ol><li>A phone rings. Open its link and press Acknowledge; or wait, and see who is woken next.</li>
<li>Ask why somebody was, or was not, woken: <code>npm run muster -- why 1 ines</code></li>
<li>End it: the same <code>curl</code> with <code>"event_action": "resolve"</code>.</li></ol>`
}

function firstSteps(publicUrl: string): Html {
  return html`<h2>To be woken for the first time</h2>
<ol><li>Describe your people, schedules, policies and services in a file: <code>npm run muster -- schema</code> prints what may be in it.</li>
<li><code>npm run muster -- apply -f org.yaml</code> makes it so, and prints the key of each integration once.</li>
<li>Point a monitor here. Alertmanager: a webhook to <code>${publicUrl}/integrations/KEY/alertmanager</code>. Prometheus itself: an Alertmanager at <code>${publicUrl}</code> with <code>path_prefix: /integrations/KEY</code>. Whatever speaks PagerDuty's Events API: <code>${publicUrl}/v2/enqueue</code>.</li>
<li><code>npm run muster -- doctor --contacts</code> rings everybody's phone once, as a test.</li></ol>
<p class="muted">Only looking around? Stop the server and start it with <code>npm start -- --demo</code> on an empty data folder.</p>`
}
