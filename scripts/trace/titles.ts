// The test titles of a file that carry a requirement id, such as "[IR-05] …".
const quoted = /(['"`])((?:\\.|(?!\1)[^\\])*?\[[A-Z]{2}-\d{2}(?:[,\s]+[A-Z]{2}-\d{2})*\](?:\\.|(?!\1)[^\\])*?)\1/g
const brackets = /\[([A-Z]{2}-\d{2}(?:[,\s]+[A-Z]{2}-\d{2})*)\]/g

export type Title = { title: string; ids: readonly string[] }

export function titlesIn(source: string): readonly Title[] {
  return [...source.matchAll(quoted)].map((match) => {
    const title = match[2] ?? ''
    return { title, ids: [...title.matchAll(brackets)].flatMap((found) => (found[1] ?? '').split(/[,\s]+/)) }
  })
}
