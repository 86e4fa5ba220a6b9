// A figure as people write it, with a point or a comma; null when it could be a thousand times what was meant, or is none.

export function figureOf(text: string): number | null {
  const digits = text.replaceAll(/[\s'’]/g, '')
  // 1.500 is one and a half to some and fifteen hundred to others.
  if (/^[1-9]\d{0,2}\.\d{3}$/.test(digits)) return null
  if (/^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(digits)) return Number(digits.replaceAll(',', ''))
  if (/^\d+([.,]\d+)?$/.test(digits)) return Number(digits.replace(',', '.'))
  if (/^[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/.test(digits)) return Number(digits.replaceAll('.', '').replace(',', '.'))
  return null
}

export const FIGURE_REASON = 'Write a figure without a mark between thousands, such as 1500 or 0.5.'
