// HTML as a tagged template: everything put in is escaped unless it is HTML already.
const marker = Symbol('html')

export type Html = { [marker]: true; text: string }

type Part = Html | string | number | null | readonly Html[]

export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  const text = strings.reduce((all, string, index) => all + string + (index < parts.length ? render(parts[index] ?? null) : ''), '')
  return { [marker]: true, text }
}

function render(part: Part): string {
  if (part === null) return ''
  if (typeof part === 'string' || typeof part === 'number') return escape(String(part))
  if (marker in part) return part.text
  return part.map((one) => one.text).join('')
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')
}
