// Colour means "needs you". It never stands alone: what is coloured is also said in words.

export type Tint = 'red' | 'amber' | 'blue' | 'grey' | 'green'

const codes = { red: 91, amber: 93, blue: 94, grey: 90, green: 32 } as const satisfies Record<Tint, number>

export function paint(text: string, tint: Tint | null, colour: boolean): string {
  if (!colour || tint === null || text === '') return text
  return `\u001b[${codes[tint]}m${text}\u001b[39m`
}
