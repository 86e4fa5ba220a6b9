// The one question about a cascade, as it is asked.
const MOST_NAMED = 4

export type Asked = {
  parts: readonly string[]
  primary: string
  /** Where they would go, when that is not the primary's own incident. */ umbrella: string | null
}

/** By the names of services, as they stand: "Which comes first? By impact: Payments, then Login. Is that the order?" */
export function orderQuestion(services: readonly string[]): string {
  const shown = services.length > MOST_NAMED ? [...services.slice(0, MOST_NAMED), `${services.length - MOST_NAMED} more`] : services
  return `Which comes first? By impact: ${shown.join(', then ')}. Is that the order?`
}

/** By the names of services: "Checkout, Cart and Login hang on Payments DB, which fails too. Treat them as one?" */
export function cascadeQuestion({ parts, primary, umbrella }: Asked): string {
  const names = [...new Set(parts)].filter((name) => name !== primary)
  const shown = names.length > MOST_NAMED ? [...names.slice(0, MOST_NAMED - 1), `${names.length - MOST_NAMED + 1} more`] : names
  if (shown.length === 0) return `${parts.length} more incidents of ${primary} are open. Treat them as one?`
  const listed = shown.length === 1 ? String(shown[0]) : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
  const under = umbrella === null ? '' : `, under ${umbrella}`
  return `${listed} ${shown.length === 1 ? 'hangs' : 'hang'} on ${primary}, which fails too. Treat them as one${under}?`
}
