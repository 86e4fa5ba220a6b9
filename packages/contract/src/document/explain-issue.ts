// What the schema found wrong, as words that say what to do. Values are never repeated: they may be secrets.
import type { z } from 'zod'
import type { Fault, Step } from './faults.ts'
import { nearest } from './nearest.ts'

type Issue = z.core.$ZodIssue
/** The fields a thing at this path may have. */
export type FieldsAt = (path: readonly Step[]) => readonly string[]

export function explainIssue(issue: Issue, fieldsAt: FieldsAt, above: readonly Step[] = []): Fault[] {
  const path = [...above, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path, key, says: unknownField(key, fieldsAt(path)) }))
    case 'invalid_union':
      return explainUnion(issue, { path, fieldsAt })
    case 'invalid_key':
      return [{ path: path.slice(0, -1), key: String(path.at(-1)), says: issue.issues[0]?.message ?? issue.message }]
    case 'invalid_type':
      return [{ path, says: wrongType(issue, path) }]
    case 'invalid_value':
      return [
        {
          path,
          says: missing(issue) ? `This is missing. Use one of: ${issue.values.join(', ')}.` : `Use one of: ${issue.values.join(', ')}.`,
        },
      ]
    case 'invalid_format':
      return [{ path, says: formats[issue.format] ?? issue.message }]
    case 'too_big':
    case 'too_small':
      return [{ path, says: wrongSize(issue) }]
    default:
      return [{ path, says: issue.message }]
  }
}

/** A message of our own schema says it better; the library's own is replaced. */
function wrongSize(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): string {
  if (!/^Too (big|small)/.test(issue.message)) return issue.message
  const unit = issue.origin === 'string' ? ' characters' : issue.origin === 'array' ? ' entries' : ''
  return issue.code === 'too_big' ? `Use at most ${issue.maximum}${unit}.` : `Use at least ${issue.minimum}${unit}.`
}

const formats: Readonly<Record<string, string>> = {
  datetime: 'Write a time with its offset, such as 2026-04-14T09:00:00Z.',
  date: 'Write a date as 2026-04-14.',
  email: 'This is not an e-mail address.',
}

function unknownField(key: string, known: readonly string[]): string {
  const meant = nearest(key, known)
  if (meant !== null) return `There is no field "${key}" here. Did you mean "${meant}"?`
  return `There is no field "${key}" here.${known.length === 0 ? ' Take it out.' : ` Use: ${known.join(', ')}.`}`
}

const missing = (issue: { input?: unknown }): boolean => 'input' in issue && issue.input === undefined

const kinds: Readonly<Record<string, string>> = { array: 'a list', object: 'a map of fields', record: 'a map' }

function wrongType(issue: z.core.$ZodIssueInvalidType, path: readonly Step[]): string {
  const wanted = kinds[issue.expected] ?? `a ${issue.expected}`
  if (missing(issue)) return `"${String(path.at(-1) ?? 'this')}" is missing. Add it: ${wanted}.`
  return `This must be ${wanted}.${issue.expected === 'string' ? ' Put it in quotes if it looks like a number.' : ''}`
}

type UnionIssue = Extract<Issue, { code: 'invalid_union' }>

/** Of the shapes of the kind that stands there, the one that fits best is explained; when several fit equally badly, what they ask for is listed. */
function explainUnion(issue: UnionIssue, { path, fieldsAt }: { path: readonly Step[]; fieldsAt: FieldsAt }): Fault[] {
  const all = shapesOf(issue)
  const kindred = all.filter((errors) => !errors.some((one) => one.code === 'invalid_type' && one.path.length === 0))
  const shapes = kindred.length > 0 ? kindred : all
  const fewest = Math.min(...shapes.map((errors) => errors.length))
  const best = shapes.filter((errors) => errors.length === fewest)
  // Where what stands there is of no kind that is allowed, the plain one among the shapes is what most people mean.
  const plain = kindred.length > 0 ? undefined : best.find(([one]) => one?.code === 'invalid_type' && one.expected !== 'object')
  const only = plain ?? (best.length === 1 ? best[0] : undefined)
  if (only !== undefined) return only.flatMap((one) => explainIssue(one, fieldsAt, path))
  const fields = fieldsAt(path)
  return [{ path, says: fields.length > 0 ? `Write exactly one of: ${fields.join(', ')}.` : 'This has none of the shapes allowed here.' }]
}

/** A choice within a choice offers its shapes as if they were the outer one's. */
function shapesOf({ errors }: UnionIssue): Issue[][] {
  return errors.flatMap((one) => {
    const [first] = one
    return first?.code === 'invalid_union' && first.path.length === 0 && one.length === 1 ? shapesOf(first) : [one]
  })
}
