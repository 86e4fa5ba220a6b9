// A signal on the wire: PagerDuty's event format, which every monitor knows how to speak.
import { reach } from '../client.ts'
import type { SignalOptions } from '../commands/signal.ts'
import { EXIT, Failure, usage } from '../exit.ts'
import { present, type Session } from '../session.ts'

export type Event = {
  routing_key: string
  event_action: 'trigger' | 'acknowledge' | 'resolve'
  dedup_key?: string
  payload?: { summary: string; source: string; severity: string }
}

export function event(summary: string | undefined, options: SignalOptions & { key: string }): Event {
  const action = options.resolve === true ? 'resolve' : options.acknowledge === true ? 'acknowledge' : 'trigger'
  const dedup = options.dedup === undefined ? {} : { dedup_key: options.dedup }
  if (action !== 'trigger' && options.dedup === undefined) throw usage(`Which alert? --${action} needs --dedup.`)
  if (action === 'trigger' && summary === undefined)
    throw usage('What is wrong? Give one sentence.', 'muster signal --key KEY "checkout is down"')
  const payload = summary === undefined ? {} : { payload: { summary, source: options.source, severity: options.severity } }
  return { routing_key: options.key, event_action: action, ...dedup, ...payload }
}

export async function send(session: Session, body: Event): Promise<void> {
  const response = await reach(session.server, `${session.server.url}/v2/enqueue`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  })
  const answer = await readAnswer(response)
  if (response.status === 202) {
    return present(
      session,
      { accepted: true, dedupKey: answer.dedupKey },
      (told) => `Accepted. Dedup key: ${told.dedupKey ?? 'none'}\nSee what it became: muster incidents list\n`,
    )
  }
  if (response.status >= 500)
    throw new Failure(EXIT.unreachable, `The server cannot take signals right now (${response.status}).`, [
      'Send it again; monitors do the same.',
    ])
  throw new Failure(EXIT.refused, `The signal was refused (${response.status}): ${answer.says}.`, answer.errors)
}

async function readAnswer(response: Response): Promise<{ says: string; dedupKey: string | null; errors: string[] }> {
  const body: unknown = await response.json().catch(() => null)
  const fields = body !== null && typeof body === 'object' ? (body as Record<string, unknown>) : {}
  const text = (name: string): string | null => (typeof fields[name] === 'string' ? fields[name] : null)
  const errors = Array.isArray(fields['errors']) ? fields['errors'].filter((one) => typeof one === 'string') : []
  return { says: text('message') ?? 'no reason given', dedupKey: text('dedup_key'), errors }
}
