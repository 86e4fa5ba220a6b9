// Finds words that blame somebody in what is about to be written, and offers neutral ones. It judges words, never people, and nothing of it is kept.

/** `found` as it stands in the text; `offer` says the same without somebody to blame. */
export type Wording = { found: string; offer: string }

type Rule = { finds: (people: string) => RegExp; offer: string }

const WHAT_CHANGED = 'what changed, and what we do next'
const WHAT_HAPPENED = 'what happened, and what was seen then'
const WOULD_HAVE_SHOWN = 'what would have shown it in time'

/** Somebody, and not a machine: "they" may be pods, so it counts only with what only people do. */
const SOMEBODY = String.raw`(?:you|he|she|somebody|someone|(?:the |your |their )?(?:\w+ )?team)`
const MOVED_BY_THOUGHT =
  '(?:known|checked|tested|asked|told|read|noticed|thought|looked|reviewed|listened|warned|been more careful|paid attention)'
/** "You should have a link by now" blames nobody. */
const HAS = String.raw`(?:a|an|the|your|one|some|no|enough|access|been|got|gotten|received)\b`
const NEGLECTS = String.raw`(?:forgot|neglected|ignored|messed (?:it |this |that )?up|screwed (?:it |this |that )?up|did(?: no|n[’'])t bother)`

const words = (pattern: string): RegExp => new RegExp(String.raw`(?<![\w-])${pattern}(?![\w-])`, 'i')
/** Only where a question begins: "the session who caused the lock" asks for nobody. */
const asked = (pattern: string): RegExp =>
  new RegExp(String.raw`(?:(?<=^\s*|[.!?:]\s+)|(?<=\b(?:find out|know|wonder|tell me|ask|see) ))${pattern}(?![\w-])`, 'im')

const RULES: readonly Rule[] = [
  { finds: () => asked('who(?: the hell)? (?:broke|caused|messed up|screwed up|is (?:to blame|at fault|guilty))'), offer: WHAT_CHANGED },
  { finds: () => words('whose fault'), offer: WHAT_CHANGED },
  {
    finds: () => words(String.raw`(?:my|your|his|her|their|our) (?:own )?fault(?![- ]toleran| domain| injection|s)`),
    offer: WHAT_HAPPENED,
  },
  {
    finds: (people) =>
      words(String.raw`(?:you are|you[’']re|he is|she is|they are|i am|i[’']m|(?:${people}) is) (?:to blame|at fault|guilty)`),
    offer: WHAT_HAPPENED,
  },
  { finds: (people) => words(String.raw`(?:you|he|she|${people}) should(?:n[’']t| not| never)? have(?! ${HAS})`), offer: WOULD_HAVE_SHOWN },
  {
    finds: () => words(String.raw`(?:i|we|they|somebody|someone|${SOMEBODY}) should (?:really )?have ${MOVED_BY_THOUGHT}`),
    offer: WOULD_HAVE_SHOWN,
  },
  { finds: (people) => words(String.raw`(?:${SOMEBODY}|they|${people}) ${NEGLECTS}`), offer: WHAT_HAPPENED },
  {
    finds: (people) =>
      words(
        String.raw`(?:you|he|she|${people}|(?:the |your |their )?(?:\w+ )?team) (?:has |have |had )?(?:failed to|broke (?:it|this|that|the|our))`,
      ),
    offer: WHAT_HAPPENED,
  },
  { finds: () => words(String.raw`nobody (?:even )?bothered`), offer: 'what made it hard to do' },
  {
    finds: () => words(String.raw`why did(?:n[’']t (?:you|he|she|anybody|anyone)| (?:you|he|she) not| nobody| no one)`),
    offer: 'what was seen at that time',
  },
  {
    finds: () =>
      words(
        String.raw`(?:careless(?:ly|ness)?|negligent(?:ly)?|negligence|incompeten(?:t|ce)|reckless(?:ly)?|stupid(?:ly|ity)?|idiot(?:s|ic)?|moron(?:s|ic)?|clueless)`,
      ),
    offer: 'what was done, without judging it',
  },
  { finds: () => words('human error'), offer: 'what made it easy to happen' },
]

/** Each phrase once, in the order of the text. `people`: names of those who may be meant. */
export function blameIn(text: string, people: readonly string[] = []): Wording[] {
  const own = withoutQuotes(text)
  const names = namesOf(people)
  return RULES.flatMap(({ finds, offer }) => {
    const match = finds(names).exec(own)
    return match === null ? [] : [{ found: match[0].trim(), offer, at: match.index }]
  })
    .toSorted((a, b) => a.at - b.at)
    .filter(({ offer }, place, all) => all.findIndex((one) => one.offer === offer) === place)
    .map(({ found, offer }) => ({ found, offer }))
}

/** What somebody else said, or a machine wrote, is quoted and stays as it is. */
function withoutQuotes(text: string): string {
  const blank = (found: string) => ' '.repeat(found.length)
  return text
    .replaceAll(/```[\s\S]*?(?:```|$)|`[^`\n]*`/g, blank)
    .replaceAll(/^\s*>.*$/gm, blank)
    .replaceAll(/"[^"\n]*"|“[^”\n]*”|«[^»\n]*»|‘[^’\n]*’(?!\w)|(?<!\w)'[^'\n]*'(?!\w)/g, blank)
}

/** By the whole name and by its first part; a name of one letter is none. */
function namesOf(people: readonly string[]): string {
  const known = people.flatMap((name) => [name, name.split(' ')[0] ?? '']).filter((name) => name.length > 1)
  if (known.length === 0) return '(?!)'
  return [...new Set(known)].map((name) => name.replaceAll(/[^\p{L}\p{N} ]/gu, String.raw`\$&`)).join('|')
}
