// What saving a policy would change, in sentences a person can check before pressing.
import type { PolicyDocument, RungDocument, TargetDocument } from '../../parts/config.ts'
import { namesOf } from '../../parts/standing.tsx'
import { minutesWord, passMinutes } from './minutes.ts'

type TitleOf = (target: TargetDocument) => string

export function policyChanges(was: PolicyDocument, now: PolicyDocument, titleOf: TitleOf): string[] {
  const count = now.rungs.length - was.rungs.length
  return [
    ...(was.name === now.name ? [] : [`It is called ${now.name}.`]),
    ...(count > 0 ? [`${count === 1 ? 'One rung' : `${count} rungs`} more.`] : []),
    ...(count < 0 ? [`${count === -1 ? 'One rung' : `${-count} rungs`} fewer.`] : []),
    ...(count === 0 ? now.rungs.flatMap((rung, index) => rungChanged(was.rungs[index], rung, { number: index + 1, titleOf })) : []),
    ...(passMinutes(was) === passMinutes(now)
      ? []
      : [`The whole ladder takes ${minutesWord(passMinutes(now))}, not ${minutesWord(passMinutes(was))}.`]),
    ...(was.repeat === now.repeat ? [] : [now.repeat === 0 ? 'It is climbed once.' : `It is climbed ${now.repeat + 1} times.`]),
    ...timeoutChanged(was.ackTimeoutMinutes, now.ackTimeoutMinutes),
    ...callsChanged(was.calls, now.calls),
  ]
}

function rungChanged(was: RungDocument | undefined, now: RungDocument, of: { number: number; titleOf: TitleOf }): string[] {
  if (was === undefined) return []
  const keys = (rung: RungDocument) => rung.targets.map((target) => JSON.stringify(target))
  const added = now.targets.filter((target) => !keys(was).includes(JSON.stringify(target))).map(of.titleOf)
  const removed = was.targets.filter((target) => !keys(now).includes(JSON.stringify(target))).map(of.titleOf)
  const rung = `Rung ${of.number}`
  return [
    ...(added.length > 0 ? [`${rung} wakes ${namesOf(added)} too.`] : []),
    ...(removed.length > 0 ? [`${rung} no longer wakes ${namesOf(removed)}.`] : []),
    ...(was.delayMinutes === now.delayMinutes
      ? []
      : [`${rung} has ${minutesWord(now.delayMinutes)} to answer, not ${minutesWord(was.delayMinutes)}.`]),
    ...(was.require === now.require
      ? []
      : [now.require === 'all' ? `Everybody on rung ${of.number} must answer.` : `One answer from rung ${of.number} is enough.`]),
  ]
}

function callsChanged(was: readonly string[], now: readonly string[]): string[] {
  const words = (ids: readonly string[]) => namesOf(ids.map((id) => id.replaceAll('-', ' ')))
  const [more, less] = [now.filter((id) => !was.includes(id)), was.filter((id) => !now.includes(id))]
  return [
    ...(more.length > 0 ? [`It calls at once: ${words(more)}.`] : []),
    ...(less.length > 0 ? [`It no longer calls at once: ${words(less)}.`] : []),
  ]
}

function timeoutChanged(was: number | null, now: number | null): string[] {
  if (was === now) return []
  return [
    now === null ? 'An answer holds for good.' : `An answer holds ${minutesWord(now)} while the alert still fires; then it climbs again.`,
  ]
}
