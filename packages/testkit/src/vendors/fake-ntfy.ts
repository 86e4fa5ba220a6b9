// An ntfy server as docs.ntfy.sh describes it: JSON to the root, known fields only, its own limits and error codes.
import { fakeHttp, jsonRecord } from './fake-http.ts'
import type { FakeHttp, Received, Scripted } from './fake-http.ts'

export type NtfyMessage = {
  topic: string
  title: string
  message: string
  priority: number
  click: string | null
  actions: Record<string, unknown>[]
}
export type FakeNtfy = FakeHttp & { messages: () => NtfyMessage[]; topicUrl: (topic: string) => string }

const FIELDS = [
  'topic',
  'message',
  'title',
  'tags',
  'priority',
  'actions',
  'click',
  'attach',
  'markdown',
  'icon',
  'filename',
  'delay',
  'email',
  'call',
  'sequence_id',
]
const ACTION_FIELDS: Record<string, string[]> = {
  view: ['action', 'label', 'url', 'clear'],
  http: ['action', 'label', 'url', 'method', 'headers', 'body', 'clear'],
  broadcast: ['action', 'label', 'intent', 'extras', 'clear'],
}

/** With a `token` the topics are protected, as on a server with `auth-default-access: deny-all`. */
export async function fakeNtfy({ token = null }: { token?: string | null } = {}): Promise<FakeNtfy> {
  const server = await fakeHttp((request, violations) => {
    violations.push(...violationsOf(request))
    if (token !== null && request.headers['authorization'] !== `Bearer ${token}`) return refusal(403, 40301, 'forbidden')
    return published(jsonRecord(request.body) ?? {})
  })
  return {
    ...server,
    topicUrl: (topic) => `${server.origin}/${topic}`,
    messages: () => server.received.map(({ body }) => messageOf(jsonRecord(body) ?? {})),
  }
}

function messageOf(body: Record<string, unknown>): NtfyMessage {
  const { topic, title, message, priority, click, actions } = body
  const list = Array.isArray(actions) ? actions.map((action) => Object.fromEntries(Object.entries(Object(action)))) : []
  return {
    topic: String(topic),
    title: String(title),
    message: String(message),
    priority: Number(priority),
    click: click === undefined ? null : String(click),
    actions: list,
  }
}

function published({ topic, message, title }: Record<string, unknown>): Scripted {
  const body = JSON.stringify({ id: 'hwQ2YpKdmg', time: 1_790_000_000, expires: 1_790_043_200, event: 'message', topic, title, message })
  return { status: 200, headers: { 'content-type': 'application/json' }, body }
}

function refusal(http: number, code: number, error: string): Scripted {
  return {
    status: http,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, http, error, link: 'https://ntfy.sh/docs/publish/' }),
  }
}

function violationsOf({ method, path, body }: Received): string[] {
  if (method !== 'POST' || path !== '/') return [`${method} ${path}: JSON is published with POST to the server's root`]
  const json = jsonRecord(body)
  if (json === null) return ['the body is not a JSON object']
  const { topic, message, priority, tags, actions, click } = json
  const faults: [boolean, string][] = [
    [Buffer.byteLength(body) > 8192, 'the JSON is larger than twice the message limit'],
    [typeof topic !== 'string' || !/^[-_A-Za-z0-9]{1,64}$/.test(topic), 'topic is not a topic'],
    [typeof message !== 'string' || message === '' || Buffer.byteLength(message) > 4096, 'message is empty or above 4096 bytes'],
    [![1, 2, 3, 4, 5].includes(Number(priority ?? 3)) || typeof (priority ?? 3) !== 'number', 'priority is not 1 to 5'],
    [!Array.isArray(tags ?? []) || !Object.values(tags ?? []).every((tag) => typeof tag === 'string'), 'tags is not a list of text'],
    [click !== undefined && !URL.canParse(String(click)), 'click is not a URL'],
    [!Array.isArray(actions ?? []) || Object.values(actions ?? []).length > 3, 'actions is not a list of at most three'],
  ]
  const unknown = Object.keys(json)
    .filter((field) => !FIELDS.includes(field))
    .map((field) => `${field} is not a field of a message`)
  return [
    ...unknown,
    ...faults.filter(([broken]) => broken).map(([, says]) => says),
    ...Object.values(actions ?? []).flatMap(actionViolations),
  ]
}

function actionViolations(action: unknown): string[] {
  const { action: type, label, url, ...rest } = Object.fromEntries(Object.entries(Object(action)))
  const fields = ACTION_FIELDS[String(type)]
  if (fields === undefined) return [`there is no ${String(type)} action`]
  const unknown = Object.keys(rest)
    .filter((field) => !fields.includes(field))
    .map((field) => `${field} is not a field of a ${String(type)} action`)
  return typeof label === 'string' && label !== '' && URL.canParse(String(url))
    ? unknown
    : [...unknown, 'an action needs a label and a URL']
}
