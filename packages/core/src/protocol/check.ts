// Whether a pack means what it says: nothing it names is missing, and no clock runs backwards.
import type { Deviation, Duty, Length, Pack, Span } from './pack.ts'

/** `path` leads to the place in the file. */
export type Fault = { path: readonly (string | number)[]; says: string }

/** Empty when the pack can be used. */
export function check(pack: Pack): Fault[] {
  const faults: Fault[] = []
  const known = namesOf(pack)
  const need = (kind: keyof Known, name: string, path: Fault['path']) => {
    if (!known[kind].has(name)) faults.push({ path, says: `There is no ${kind} "${name}" in this pack.` })
  }
  const clock = (span: Span, path: Fault['path']) => {
    if (typeof span === 'string') need('clock', span, path)
    else if (!('field' in Object(span))) faults.push(...lengthFaults(span as Length, path))
  }
  for (const [kind, list] of Object.entries(listsOf(pack))) faults.push(...repeated(kind, list))
  for (const [place, duty] of pack.duties.entries()) checkDuty(duty, ['duties', place], { need, clock })
  for (const [place, deviation] of pack.deviations.entries()) checkDeviation(deviation, ['deviations', place], { need, clock })
  pack.capabilities.forEach(({ holder, template, roles }, place) => {
    if (!roles.includes(holder))
      faults.push({ path: ['capabilities', place, 'holder'], says: `"${holder}" is asked for it, and may not do it: add it to its roles.` })
    need('role', holder, ['capabilities', place, 'holder'])
    need('template', template, ['capabilities', place, 'template'])
    roles.forEach((role, index) => need('role', role, ['capabilities', place, 'roles', index]))
  })
  pack.columns.forEach(({ pages, leads, audiences }, place) => {
    need('role', leads, ['columns', place, 'leads'])
    pages.forEach((role, index) => need('role', role, ['columns', place, 'pages', index]))
    audiences.forEach((one, index) => need('audience', one, ['columns', place, 'audiences', index]))
  })
  pack.audiences.forEach(({ every, approver }, place) => {
    if (every !== null) clock(every, ['audiences', place, 'every'])
    if (approver !== null) need('role', approver, ['audiences', place, 'approver'])
  })
  pack.advice.forEach((rule, place) => {
    if (rule.by !== undefined) need('role', rule.by, ['advice', place, 'by'])
    rule.unless?.forEach((one, index) => 'held' in one && need('role', one.held, ['advice', place, 'unless', index, 'held']))
    rule.columns?.forEach((column, index) => need('column', column, ['advice', place, 'columns', index]))
  })
  pack.specialists.forEach(({ role, chain, responds }, place) => {
    need('role', role, ['specialists', place, 'role'])
    chain.forEach((one, index) => need('role', one, ['specialists', place, 'chain', index]))
    clock(responds, ['specialists', place, 'responds'])
  })
  for (const [set, classes] of Object.entries(pack.sets))
    for (const [of, roles] of Object.entries(classes)) roles.forEach((role, index) => need('role', role, ['sets', set, of, index]))
  for (const [name, lengths] of Object.entries(pack.clocks))
    for (const [of, length] of Object.entries(lengths)) if (length !== null) faults.push(...lengthFaults(length, ['clocks', name, of]))
  for (const role of Object.keys(pack.memory)) need('role', role, ['memory', role])
  return [...faults, ...phaseFaults(pack), ...guardrailFaults(pack)]
}

type Known = {
  clock: Set<string>
  role: Set<string>
  phase: Set<string>
  template: Set<string>
  audience: Set<string>
  column: Set<string>
}
type Asking = { need: (kind: keyof Known, name: string, path: Fault['path']) => void; clock: (span: Span, path: Fault['path']) => void }

const idsOf = (list: readonly { id: string }[]): Set<string> => new Set(list.map(({ id }) => id))

const namesOf = (pack: Pack): Known => ({
  clock: new Set(Object.keys(pack.clocks)),
  role: idsOf(pack.roles),
  phase: idsOf(pack.phases),
  template: new Set(Object.keys(pack.templates)),
  audience: idsOf(pack.audiences),
  column: idsOf(pack.columns),
})

const listsOf = ({ duties, deviations, roles, capabilities, guardrails, advice, audiences, specialists, phases, columns }: Pack) => ({
  duties,
  deviations,
  roles,
  capabilities,
  guardrails,
  advice,
  audiences,
  specialists,
  phases,
  columns,
})

function repeated(kind: string, list: readonly { id: string }[]): Fault[] {
  const seen = new Set<string>()
  return list.flatMap(({ id }, place) => {
    const isSecond = seen.has(id)
    seen.add(id)
    return isSecond ? [{ path: [kind, place, 'id'], says: `"${id}" is there twice.` }] : []
  })
}

function checkDuty(duty: Duty, path: Fault['path'], { need, clock }: Asking): void {
  clock(duty.within, [...path, 'within'])
  duty.owner.forEach((role, index) => need('role', role, [...path, 'owner', index]))
  if (duty.phase !== undefined) need('phase', duty.phase, [...path, 'phase'])
  if (duty.draft !== undefined) need('template', duty.draft, [...path, 'draft'])
  duty.columns?.forEach((column, index) => need('column', column, [...path, 'columns', index]))
  duty.overdue.forEach(({ role }, index) => role !== 'owner' && need('role', role, [...path, 'overdue', index, 'role']))
  duty.met?.forEach((role, index) => need('role', role, [...path, 'met', index]))
  duty.unless?.forEach((one, index) => 'held' in one && need('role', one.held, [...path, 'unless', index, 'held']))
}

function checkDeviation({ first, box, messages, target, follow }: Deviation, path: Fault['path'], { need, clock }: Asking): void {
  clock(first.within, [...path, 'first', 'within'])
  clock(box, [...path, 'box'])
  messages.forEach(({ audience, template, within }, index) => {
    need('audience', audience, [...path, 'messages', index, 'audience'])
    need('template', template, [...path, 'messages', index, 'template'])
    clock(within, [...path, 'messages', index, 'within'])
  })
  target.forEach((role, index) => need('role', role, [...path, 'target', index]))
  need('role', follow.owner, [...path, 'follow', 'owner'])
}

/** Longer than the longest holidays, so that no calendar is walked for ever. */
const MOST_WORKING_DAYS = 366
const MOST_WORKING_MINUTES = 100_000

function lengthFaults(length: Length, path: Fault['path']): Fault[] {
  if (typeof length === 'number') return []
  if ('workingDays' in length) {
    const fits = Number.isInteger(length.workingDays) && length.workingDays >= 1 && length.workingDays <= MOST_WORKING_DAYS
    return fits ? [] : [{ path, says: `Working days are a whole number from 1 to ${MOST_WORKING_DAYS}.` }]
  }
  const fits = length.working > 0 && length.working <= MOST_WORKING_MINUTES
  return fits ? [] : [{ path, says: `Working minutes are more than none, and at most ${MOST_WORKING_MINUTES}.` }]
}

/** In order, and the first from the start: else some minute would be in no phase. */
function phaseFaults({ phases }: Pack): Fault[] {
  return phases.flatMap(({ fromMinutes }, place) => {
    const before = phases[place - 1]
    const says = place === 0 ? 'The first phase begins at 0.' : 'A phase begins after the one before it.'
    return (before === undefined ? fromMinutes === 0 : fromMinutes > before.fromMinutes) ? [] : [{ path: ['phases', place, 'from'], says }]
  })
}

/** One that ends with what begins it would never be in force. */
function guardrailFaults({ guardrails }: Pack): Fault[] {
  return guardrails.flatMap(({ from, until }, place) =>
    until.some((one) => JSON.stringify(one) === JSON.stringify(from))
      ? [{ path: ['guardrails', place, 'until'], says: 'It ends with the entry that begins it.' }]
      : [],
  )
}
