// The API for people to read: the OpenAPI document as one page, without a script.
import { html, type Html } from '../html.ts'
import { fieldsOf, type Field, type Schema } from './schema-fields.ts'

type Content = Record<string, { schema?: Schema }>
type Parameter = { name: string; in: string; required?: boolean; description?: string; schema?: Schema }
type Operation = {
  operationId?: string
  summary?: string
  parameters?: Parameter[]
  requestBody?: { content?: Content }
  responses?: Record<string, { description?: string; content?: Content }>
  security?: Record<string, string[]>[]
}
export type Document = {
  info: { version: string }
  servers?: { url: string }[]
  paths?: Record<string, Record<string, Operation>>
  components?: { schemas?: Record<string, Schema> }
}

type Listed = { method: string; path: string; operation: Operation }

export function referenceBody(document: Document): Html {
  const base = document.servers?.[0]?.url ?? ''
  const groups = Object.entries(
    Object.groupBy(listed(document), ({ operation }) => (operation.operationId ?? 'other').split('.')[0] ?? 'other'),
  )
  return html`<p class="muted">Muster ${document.info.version}</p><h1>The API</h1>
<p>Everything the console and the command line do. Send <code>Authorization: Bearer TOKEN</code>; an administrator makes tokens in the settings, with the scopes they need. A write may carry <code>Idempotency-Key</code>: the same key with the same body is done once. Times are ISO 8601, in UTC. Lists give <code>next</code>; send it back as <code>cursor</code>. For machines: <a href="/api/openapi.json">/api/openapi.json</a>.</p>
<pre><code>curl -H "authorization: Bearer $MUSTER_TOKEN" ${base}/incidents?status=open</code></pre>
<ul>${groups.map(([name, operations = []]) => html`<li><a href="#${name}">${heading(name)}</a> <span class="muted">${operations.length}</span></li>`)}</ul>
${groups.map(([name, operations = []]) => groupOf(name, operations, document))}`
}

function listed({ paths = {} }: Document): Listed[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
}

function groupOf(name: string, operations: readonly Listed[], document: Document): Html {
  return html`<h2 id="${name}">${heading(name)}</h2>${operations.map((one) => operationOf(one, document))}`
}

const heading = (name: string): string =>
  (name[0] ?? '').toUpperCase() + name.slice(1).replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)

function operationOf({ method, path, operation }: Listed, document: Document): Html {
  const { summary = '', parameters = [], requestBody, responses = {}, security = [] } = operation
  const scopes = security.flatMap((one) => one['token'] ?? [])
  const [status, answer] = Object.entries(responses).find(([code]) => code.startsWith('2')) ?? []
  const refused = Object.entries(responses).filter(([code]) => !code.startsWith('2'))
  return html`<details class="note" id="${operation.operationId ?? ''}"><summary><code>${method} ${path}</code> ${summary}</summary>
<p class="muted">${scopes.length === 0 ? 'Needs a session or a one-time link.' : `Needs the scope ${scopes.join(', ')}.`}</p>
${fieldList('Parameters', parameters.map(parameterField))}
${fieldList('Body', fieldsOf(schemaOf(requestBody?.content), document))}
${fieldList(`Answer ${status ?? ''}`, fieldsOf(schemaOf(answer?.content), document))}
<p class="muted">Else: ${refused.map(([code, { description = '' }]) => html`<code>${code}</code> ${description}. `)}</p></details>`
}

const schemaOf = (content: Content | undefined): Schema | undefined => Object.values(content ?? {})[0]?.schema

function parameterField({ name, in: place, required = false, description, schema }: Parameter): Field {
  const words = place === 'header' ? 'header' : place === 'path' ? 'in the path' : ''
  return {
    name,
    kind: [...(schema?.type === undefined ? [] : [String(schema.type)]), words].filter((word) => word !== '').join(', '),
    required,
    says: description ?? schema?.description ?? '',
  }
}

function fieldList(title: string, fields: readonly Field[]): Html | null {
  if (fields.length === 0) return null
  return html`<p><strong>${title}</strong></p><dl>${fields.map(
    ({ name, kind, required, says }) =>
      html`<dt><code>${name}</code></dt><dd>${kind}${required ? '' : html` <span class="muted">may be left out</span>`}${says === '' ? null : html`<br>${says}`}</dd>`,
  )}</dl>`
}
