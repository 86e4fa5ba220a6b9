// The severities as people here know them: those that have the same name and the same response are one choice.
import { responseClassOf, SEVERITIES, type Severity } from '@muster/core/vocabulary.ts'
import type { Api } from '../api/client.ts'

type Protocol = Awaited<ReturnType<Api['incidents']['protocol']>>

/** What a protocol asks about impact, and the severities it knows. */
export type Asking = Pick<Protocol, 'severities' | 'impact'>

type Meaning = Asking['severities'][number]
type Question = Asking['impact'][number]

export type SeverityGroup = Meaning & { members: readonly Severity[] }

/** Worst first. */
export function groupsOf({ severities }: Pick<Asking, 'severities'>): SeverityGroup[] {
  const groups: SeverityGroup[] = []
  for (const one of severities) {
    const found = groups.findIndex(({ label, class: response }) => label === one.label && response === one.class)
    const group = groups[found]
    if (group === undefined) groups.push({ ...one, members: [one.severity] })
    // Of several the one whose mark, wherever it is shown, says what the group means.
    else groups[found] = { ...(responseClassOf[one.severity] === one.class ? one : group), members: [...group.members, one.severity] }
  }
  return groups
}

export const groupOf = (groups: readonly SeverityGroup[], severity: Severity | null): SeverityGroup | undefined =>
  groups.find(({ members }) => severity !== null && members.includes(severity))

export type Answers = Readonly<Record<string, number>>

/** The gravest of the answers; null when none of them speaks for a severity. */
export function proposedBy(impact: readonly Question[], answers: Answers): Severity | null {
  const given = answered(impact, answers).flatMap(({ severity }) => (severity === null ? [] : [severity]))
  return SEVERITIES.find((severity) => given.includes(severity)) ?? null
}

/** The answers that led to it, as a sentence that can be mended. */
export function reasonOf(impact: readonly Question[], answers: Answers, severity: Severity | null): string {
  const grave = answered(impact, answers).filter((one) => one.severity !== null && one.severity === severity)
  return grave.map(({ asks, says }) => `${asks} ${says}.`).join(' ')
}

function answered(impact: readonly Question[], answers: Answers) {
  return impact.flatMap(({ id, asks, answers: possible }) => {
    const answer = possible[answers[id] ?? -1]
    return answer === undefined ? [] : [{ asks, ...answer }]
  })
}
