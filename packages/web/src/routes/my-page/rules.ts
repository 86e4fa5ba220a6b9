// Rules of one person as a picture needs them: in order, none twice, on an axis that holds them all.
export type Rule = { contact: string; delayMinutes: number }

const LEAST_MINUTES = 30

const same = (one: Rule, other: Rule): boolean => one.contact === other.contact && one.delayMinutes === other.delayMinutes

const inOrder = (rules: readonly Rule[]): Rule[] =>
  rules
    .filter((rule, index) => rules.findIndex((one) => same(one, rule)) === index)
    .toSorted((a, b) => a.delayMinutes - b.delayMinutes || a.contact.localeCompare(b.contact))

export const addRule = (rules: readonly Rule[], contact: string, delayMinutes: number): Rule[] =>
  inOrder([...rules, { contact, delayMinutes }])

export const removeRule = (rules: readonly Rule[], rule: Rule): Rule[] => rules.filter((one) => !same(one, rule))

export const moveRule = (rules: readonly Rule[], rule: Rule, to: number): Rule[] =>
  inOrder([...removeRule(rules, rule), { contact: rule.contact, delayMinutes: to }])

/** 30 minutes, or as far as the last rule and a little more. */
export function axisOf(rules: readonly Rule[]): number {
  const last = Math.max(0, ...rules.map(({ delayMinutes }) => delayMinutes))
  return last <= LEAST_MINUTES ? LEAST_MINUTES : Math.ceil((last * 1.1) / 30) * 30
}

export const ticksOf = (end: number): number[] => [0, end / 3, (end * 2) / 3, end]
