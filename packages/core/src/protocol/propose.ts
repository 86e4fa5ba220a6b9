// An edit of the pack that could follow from what was done otherwise again and again. It is only proposed: a person opens it, looks at it, and publishes it or does not.
import { RESPONSE_CLASSES, type ResponseClass } from '../vocabulary.ts'
import type { Departure } from './departures.ts'
import type { Duty, Pack } from './pack.ts'

/** `path`: a part, a thing of it by name or id, and the field. */
export type Proposal = { says: string; path: readonly [part: string, thing: string, field: string]; value: number | readonly string[] }

/** Lengths of time people set. */
const ROUND = [1, 2, 3, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720, 1440, 2880, 4320, 7200, 10_080]

/** Of departures of one kind from one thing; null: no figure of the pack follows from them. */
export function proposalFor(found: readonly Departure[], pack: Pack): Proposal | null {
  const [first] = found
  const duty = pack.duties.find(({ id }) => id === first?.about)
  switch (first?.kind) {
    case 'late':
      return duty === undefined ? null : longer(duty, pack, found)
    case 'waived':
      return duty === undefined ? null : notAskedFor(duty, found)
    case 'phase-early':
    case 'phase-late':
      return moved(first.phase, pack, found)
    default:
      return null
  }
}

/** What more than half of them would have kept. */
function longer(duty: Duty, pack: Pack, found: readonly Departure[]): Proposal | null {
  // What a deviation asks for has its figures elsewhere.
  if (typeof duty.within === 'object' || duty.id.includes('.')) return null
  const late = found.flatMap((one) => (one.kind === 'late' && one.byMinutes !== null ? [{ of: one.of, by: one.byMinutes }] : []))
  if (typeof duty.within === 'number') {
    const minutes = roundedUp(duty.within + median(late.map(({ by }) => by)))
    if (late.length === 0 || minutes <= duty.within) return null
    return { says: `${duty.id}: ${duty.within} → ${minutes} min?`, path: ['duties', duty.id, 'within'], value: minutes }
  }
  const of = mostOf(late.map((one) => one.of))
  const now = of === null ? null : (pack.clocks[duty.within]?.[of] ?? null)
  // What is counted in working time is not proposed by the minutes on the wall.
  if (of === null || typeof now !== 'number') return null
  const minutes = roundedUp(now + median(late.filter((one) => one.of === of).map(({ by }) => by)))
  return minutes <= now
    ? null
    : { says: `Clock ${duty.within}, ${of}: ${now} → ${minutes} min?`, path: ['clocks', duty.within, of], value: minutes }
}

/** Only where all who waived it answered in the same way: then it need not be asked for there. */
function notAskedFor(duty: Duty, found: readonly Departure[]): Proposal | null {
  const waivedIn = new Set(found.flatMap((one) => (one.kind === 'waived' ? [one.of] : [])))
  const [of] = waivedIn
  const left = (duty.classes ?? RESPONSE_CLASSES).filter((one) => one !== of)
  if (of === undefined || waivedIn.size > 1 || left.length === 0 || duty.id.includes('.')) return null
  return { says: `${duty.id}: not asked for in ${of}?`, path: ['duties', duty.id, 'classes'], value: left }
}

/** Phases stay in their order. */
function moved(phase: string, { phases }: Pack, found: readonly Departure[]): Proposal | null {
  const place = phases.findIndex(({ id }) => id === phase)
  const [before, here, after] = [phases[place - 1], phases[place], phases[place + 1]]
  if (before === undefined || here === undefined) return null
  const minutes = roundedUp(median(found.flatMap((one) => ('atMinutes' in one ? [one.atMinutes] : []))))
  if (minutes === here.fromMinutes || minutes <= before.fromMinutes || minutes >= (after?.fromMinutes ?? Infinity)) return null
  return { says: `Phase ${phase} begins: ${here.fromMinutes} → ${minutes} min?`, path: ['phases', phase, 'from'], value: minutes }
}

const roundedUp = (minutes: number): number => ROUND.find((one) => one >= minutes) ?? Math.ceil(minutes / 1440) * 1440

function median(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0
}

function mostOf(all: readonly ResponseClass[]): ResponseClass | null {
  const counts = RESPONSE_CLASSES.map((of) => ({ of, n: all.filter((one) => one === of).length })).toSorted((a, b) => b.n - a.n)
  return counts[0] === undefined || counts[0].n === 0 ? null : counts[0].of
}
