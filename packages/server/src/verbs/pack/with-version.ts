// The number of its version in a pack's text: put in where it stands, so that everything else stays as somebody wrote it.
import { parse, parseDocument } from 'yaml'

export function withVersion(text: string, version: number): string {
  const line = `version: ${version}`
  const written = /^version\s*:.*$/m.test(text) ? text.replace(/^version\s*:.*$/m, line) : text.replace(/^(pack\s*:.*)$/m, `$1\n${line}`)
  if (versionIn(written) === version) return written
  const document = parseDocument(text, { merge: true })
  document.set('version', version)
  return document.toString({ lineWidth: 0 })
}

const versionIn = (text: string): unknown => Object(parse(text, { merge: true, maxAliasCount: 1000 }))['version']
