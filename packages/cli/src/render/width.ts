// How many cells a text takes on a terminal, and how it breaks into lines of so many cells.

const plain = /^[\u0020-\u007e]*$/
const wide =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u

function graphemes(text: string): string[] {
  if (plain.test(text)) return [...text]
  return [...new Intl.Segmenter().segment(text)].map((one) => one.segment)
}

export function widthOf(text: string): number {
  if (plain.test(text)) return text.length
  return graphemes(text).reduce((sum, one) => sum + (wide.test(one) ? 2 : 1), 0)
}

export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

/** Lines no wider than `width`, broken between words where there are any; nothing is left out. */
export function wrap(text: string, width: number): string[] {
  if (widthOf(text) <= width) return [text]
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/ +/).flatMap((one) => pieces(one, width))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (widthOf(longer) <= width) {
      line = longer
      continue
    }
    lines.push(line)
    line = word
  }
  return [...lines, line]
}

function pieces(word: string, width: number): string[] {
  if (widthOf(word) <= width) return [word]
  const parts = ['']
  for (const one of graphemes(word)) {
    const last = parts.length - 1
    const longer = `${parts[last] ?? ''}${one}`
    if (widthOf(longer) <= width) parts[last] = longer
    else parts.push(one)
  }
  return parts.filter((part) => part !== '')
}
