// The words by which an update is known again on a screen.

export const updateText = (number: number): string => `Update ${number}: the queue of the payment provider grows, I look at its consumers.`

export function updateIn(text: unknown): number | null {
  const found = typeof text === 'string' ? /^Update (\d+):/.exec(text)?.[1] : undefined
  return found === undefined ? null : Number(found)
}
