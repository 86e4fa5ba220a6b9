// "Why was I (not) paged?" told from an incident's log and nothing else: every hop as a receipt, the whole as one sentence.
import type { Instant, UserId } from '../vocabulary.ts'

export type LogLine = { seq: number; at: Instant; type: string; body: Record<string, unknown> }

export type Hop = 'committed' | 'decided' | 'handed-off' | 'accepted' | 'failed' | 'seen' | 'answered' | 'cancelled'
export type Receipt = { at: Instant; hop: Hop; detail: string }
export type Why = { paged: boolean; sentence: string; receipts: Receipt[] }

export type WhyOptions = { name: string; clock: (at: Instant) => string; nameOf: (userId: UserId) => string }

export function why(log: readonly LogLine[], userId: UserId, options: WhyOptions): Why {
  const isTest = log.some(({ type, body }) => type === 'incident.opened' && body['origin'] === 'test')
  const receipts = log.flatMap((line) => receiptOf(line, userId, options)).map((one) => (isTest ? rehearsed(one) : one))
  const entered = log.find((line) => line.type === 'page.rung-entered' && names(line.body['people'], userId))
  const lastResort = log.find((line) => line.type === 'page.unowned' && names(line.body['people'], userId))
  const accepted = log.filter((line) => line.type === 'delivery.accepted' && line.body['userId'] === userId && line.body['kind'] === 'page')
  const cause = entered ?? lastResort
  if (cause === undefined) return { paged: false, sentence: whyNot(log, options, isTest), receipts }
  const asked = entered?.body['asked']
  const reason =
    entered === undefined
      ? 'as the last resort, because nobody on the ladder answered'
      : asked === undefined
        ? `on rung ${Number(entered.body['rung']) + 1}, pass ${String(entered.body['pass'])}`
        : `as ${String(asked)}`
  if (isTest) return { paged: false, sentence: wouldHave(log, userId, { called: cause, reason, options }), receipts }
  const head = `${options.name} was called at ${options.clock(cause.at)} ${reason}`
  return { paged: accepted.length > 0, sentence: `${head}${outcome(log, userId, { accepted, options, called: cause })}.`, receipts }
}

const REACHES_NOBODY = 'a test reaches nobody'

/** Of a test the ladder is real and the calls are not. */
function wouldHave(
  log: readonly LogLine[],
  userId: UserId,
  { called, reason, options }: { called: LogLine; reason: string; options: WhyOptions },
): string {
  const answered = log.find((line) => line.type.endsWith('acknowledged') && by(line) === userId)
  const then = answered === undefined ? '' : `, and answered at ${options.clock(answered.at)}`
  return `${options.name} would have been called at ${options.clock(called.at)} ${reason}${then}: ${REACHES_NOBODY}.`
}

const rehearsed = (one: Receipt): Receipt => (one.hop === 'decided' ? { ...one, detail: `would have been ${one.detail}` } : one)

type Called = { accepted: LogLine[]; options: WhyOptions; called: LogLine }

function outcome(log: readonly LogLine[], userId: UserId, { accepted, options, called }: Called): string {
  const answered = log.find((line) => line.type.endsWith('acknowledged') && by(line) === userId)
  if (answered !== undefined) return `, and answered at ${options.clock(answered.at)}`
  const first = accepted[0]
  if (first !== undefined)
    return `; ${String(first.body['channel'])} accepted the message at ${options.clock(first.at)}, and no answer came from them`
  const failed = log.findLast((line) => line.type.startsWith('delivery.failed') && line.body['userId'] === userId)
  if (failed !== undefined) return `, but no message got through: ${String(failed.body['why'])}`
  const isOver = ({ seq, type, body }: LogLine): boolean =>
    seq > called.seq && (type === 'page.acknowledged' || type === 'page.ended') && isSamePage(called, body)
  const stopped = log.find(isOver)
  if (stopped !== undefined) return `, but the page was over at ${options.clock(stopped.at)}, before any message had to be sent`
  return '; their message waits for its time'
}

/** Nobody called them: the one fact that explains it. */
function whyNot(log: readonly LogLine[], { name, clock }: WhyOptions, isTest: boolean): string {
  const said = (text: string) =>
    isTest ? `${name} would not have been paged: ${text}. It is a test, and ${REACHES_NOBODY}.` : `${name} was not paged: ${text}.`
  const low = log.findLast((line) => line.type === 'incident.not-paged' || line.type === 'incident.waits')
  const started = log.some((line) => line.type === 'page.started')
  if (!started) return said(low === undefined ? 'this incident has paged nobody' : String(low.body['why']))
  const answered = log.find((line) => line.type === 'page.acknowledged' && line.body['asked'] === undefined)
  if (answered !== undefined) return said(`the page was answered at ${clock(answered.at)}, before it reached a rung with them on it`)
  const over = log.find((line) => line.type === 'incident.resolved')
  if (over !== undefined) return said(`the incident was resolved at ${clock(over.at)}, before the page reached a rung with them on it`)
  return said('no rung reached so far names them or a schedule they are on call for')
}

function receiptOf(line: LogLine, userId: UserId, options: WhyOptions): Receipt[] {
  const receipt = (hop: Hop, detail: string, at = line.at): Receipt => ({ at, hop, detail })
  const theirs = line.body['userId'] === userId
  switch (line.type) {
    case 'signal.committed':
      return [receipt('committed', 'the signal was stored')]
    case 'page.rung-entered':
    case 'page.unowned':
      return names(line.body['people'], userId)
        ? [
            receipt(
              'decided',
              line.type === 'page.unowned' ? 'called as the last resort' : `called on rung ${Number(line.body['rung']) + 1}`,
            ),
          ]
        : []
    case 'delivery.accepted': {
      if (!theirs) return []
      const channel = String(line.body['channel'])
      const handedOffAt = line.body['handedOffAt']
      const handed =
        typeof handedOffAt === 'number'
          ? [receipt('handed-off', `given to ${channel}, try ${String(line.body['attempt'])}`, handedOffAt)]
          : []
      return [...handed, receipt('accepted', `${channel} took the ${String(line.body['kind'])}`)]
    }
    case 'delivery.failed':
    case 'delivery.failed-for-now':
      return theirs ? [receipt('failed', `${String(line.body['channel'])}: ${String(line.body['why'])}`)] : []
    case 'delivery.cancelled':
      return theirs ? [receipt('cancelled', `${String(line.body['channel'])} was not called: ${String(line.body['why'])}`)] : []
    case 'delivery.seen':
      return theirs ? [receipt('seen', 'the answer page was used')] : []
    case 'page.acknowledged':
    case 'page.partly-acknowledged':
      if (by(line) !== userId && line.body['asked'] !== undefined) return []
      return by(line) === userId ? [receipt('answered', 'acknowledged')] : [receipt('cancelled', `answered by ${actorName(line, options)}`)]
    default:
      return []
  }
}

function names(people: unknown, userId: UserId): boolean {
  return Array.isArray(people) && people.includes(userId)
}

function by(line: LogLine): unknown {
  const actor = line.body['by']
  return typeof actor === 'object' && actor !== null && 'id' in actor ? actor.id : null
}

function actorName(line: LogLine, { nameOf }: WhyOptions): string {
  const id = by(line)
  if (typeof id === 'string') return nameOf(id as UserId)
  const actor = line.body['by']
  return typeof actor === 'object' && actor !== null && 'name' in actor ? String(actor.name) : 'the system'
}

/** A call for a role is a page of its own; all others are climbs of the ladder, whichever of them it was. */
function isSamePage({ body }: LogLine, other: LogLine['body']): boolean {
  if (body['asked'] === undefined) return other['asked'] === undefined
  return other['pageId'] === body['pageId']
}
