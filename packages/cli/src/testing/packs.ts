// Packs in a folder of their own: those that are shipped, and beside them a small one that extends the handbook.
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export const SHIPPED = path.resolve(import.meta.dirname, '../../../../protocols')

const head = `extends: handbook
pack: night
version: 1
about: The handbook, with one duty.
`
/** The duty begins in line 2. */
const duties = `duties:
  - id: look
    source: IR-01
    owner: [support]
    from: { logged: incident.opened }
    within: acknowledge
    done: [{ logged: finding.noted }]
    says: Look at it.
    why: Somebody has to.
    draft: acknowledged
    overdue: [{ after: 0, act: nudge, role: owner }]
`
/** At 1:00 the duty is due, and at 6:00 it is not done. */
const rehearsal = `name: Nobody looks
startAt: 2026-03-18T03:10:00Z
log:
  - { at: '0:00', type: incident.opened, severity: SEV1 }
expect:
  - at: '1:00'
    obligations: { look: due }
  - at: '6:00'
    obligations: { look: overdue }
`

export type Night = { folder: string; file: (name: string) => string; change: (name: string, from: string, to: string) => void }

const files: Readonly<Record<string, string>> = { 'pack.yaml': head, 'duties.yaml': duties, 'rehearsals/nobody-looks.yaml': rehearsal }

export function nightPack(): Night {
  const packs = mkdtempSync(path.join(tmpdir(), 'muster-packs-'))
  cpSync(path.join(SHIPPED, 'handbook'), path.join(packs, 'handbook'), { recursive: true })
  const folder = path.join(packs, 'night')
  mkdirSync(path.join(folder, 'rehearsals'), { recursive: true })
  const file = (name: string) => path.join(folder, name)
  for (const [name, text] of Object.entries(files)) writeFileSync(file(name), text)
  return {
    folder,
    file,
    change: (name, from, to) => {
      const text = files[name] ?? ''
      if (!text.includes(from)) throw new Error(`${name} has no "${from}"`)
      writeFileSync(file(name), text.replace(from, to))
    },
  }
}
