// What saving a schedule would change, in sentences a person can check before pressing.
import type { LayerDocument, OverrideDocument, ScheduleDocument } from '../../parts/config.ts'
import { namesOf } from '../../parts/standing.tsx'

type NameOf = (slug: string) => string

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

export function scheduleChanges(was: ScheduleDocument, now: ScheduleDocument, nameOf: NameOf): string[] {
  return [
    ...(was.name === now.name ? [] : [`It is called ${now.name}.`]),
    ...(was.timeZone === now.timeZone ? [] : [`Handoffs follow the clocks of ${now.timeZone}.`]),
    ...layersChanged(was.layers, now.layers, nameOf),
    ...overridesChanged(was.overrides, now.overrides, nameOf),
  ]
}

function layersChanged(was: readonly LayerDocument[], now: readonly LayerDocument[], nameOf: NameOf): string[] {
  const before = new Map(was.map((layer) => [layer.slug, layer]))
  const after = new Set(now.map(({ slug }) => slug))
  const removed = was.filter(({ slug }) => !after.has(slug)).map((layer) => `Layer ${titleOf(layer)} is removed.`)
  const changed = now.flatMap((layer) => {
    const old = before.get(layer.slug)
    if (old === undefined) return [`Layer ${titleOf(layer)} is new.`]
    return layerChanged(old, layer, nameOf)
  })
  return [...removed, ...changed]
}

function layerChanged(was: LayerDocument, now: LayerDocument, nameOf: NameOf): string[] {
  const title = titleOf(now)
  const joined = now.participants.filter((slug) => !was.participants.includes(slug)).map(nameOf)
  const left = was.participants.filter((slug) => !now.participants.includes(slug)).map(nameOf)
  const reordered = joined.length + left.length === 0 && was.participants.join() !== now.participants.join()
  const turns = was.every !== now.every || was.length !== now.length
  const handoff = was.handoffTime !== now.handoffTime || was.handoffDay !== now.handoffDay
  return [
    ...(titleOf(was) === title ? [] : [`Layer ${titleOf(was)} is called ${title}.`]),
    ...(joined.length > 0 ? [`${namesOf(joined)} ${joined.length === 1 ? 'joins' : 'join'} ${title}.`] : []),
    ...(left.length > 0 ? [`${namesOf(left)} ${left.length === 1 ? 'leaves' : 'leave'} ${title}.`] : []),
    ...(reordered ? [`In ${title} the order is ${namesOf(now.participants.map(nameOf), 6)}.`] : []),
    ...(turns ? [`A turn of ${title} lasts ${lengthOf(now)}.`] : []),
    ...(handoff ? [`${title} hands over ${handoffOf(now)}.`] : []),
    ...(was.startsOn === now.startsOn ? [] : [`${title} starts on ${now.startsOn}.`]),
  ]
}

function overridesChanged(was: readonly OverrideDocument[], now: readonly OverrideDocument[], nameOf: NameOf): string[] {
  const text = (one: OverrideDocument) => JSON.stringify(one)
  const before = new Map(was.map((one) => [one.slug, text(one)]))
  const after = new Set(now.map(({ slug }) => slug))
  const who = ({ person }: OverrideDocument) => (person === null ? 'Nobody' : nameOf(person))
  return [
    ...was.filter(({ slug }) => !after.has(slug)).map((one) => `${who(one)} no longer stands in from ${dayOf(one.startsAt)}.`),
    ...now
      .filter((one) => before.get(one.slug) !== text(one))
      .map((one) => `${who(one)} ${one.person === null ? 'is on call' : 'stands in'} from ${dayOf(one.startsAt)}.`),
  ]
}

const dayOf = (iso: string): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(Date.parse(iso))

export const titleOf = ({ name, slug }: LayerDocument): string => name ?? slug

export const lengthOf = ({ every, length }: LayerDocument): string => (length === 1 ? `a ${every}` : `${length} ${every}s`)

export function handoffOf({ every, handoffDay, handoffTime }: LayerDocument): string {
  return every === 'day' ? `at ${handoffTime}` : `on ${WEEKDAYS[handoffDay - 1] ?? ''} at ${handoffTime}`
}
