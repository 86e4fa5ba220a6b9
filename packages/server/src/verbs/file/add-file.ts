// Somebody puts a file on an incident's log: a picture from a phone, a piece of a log, a trace.
import { createHash } from 'node:crypto'
import type { FileQuery, FileView } from '@muster/contract/files.ts'
import { cleanFileName, mediaTypeOf, MOST_OF_INCIDENT, sizeInWords } from '@muster/core/protocol/file.ts'
import { bytesBeside, insertFile } from '../../store/files.ts'
import { nextSeq, record } from '../../store/held.ts'
import type { World } from '../../world.ts'
import { Refused, type Caller } from '../actor.ts'
import { changeIncident } from '../incident/change-incident.ts'

export type Adding = FileQuery & { id: string; claimedType: string | null; bytes: Buffer }

/** Also after the end: the screenshot that somebody finds the next day belongs to it too. */
export async function addFile(world: World, caller: Caller, { id, as, name, caption, claimedType, bytes }: Adding): Promise<FileView> {
  const described = {
    name: cleanFileName(name),
    mediaType: mediaTypeOf(bytes.subarray(0, 16), claimedType),
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }
  let seq = 0
  await changeIncident(world, caller, { id, as, action: 'incident.add-file', detail: described }, async ({ tx, held, moment, by }) => {
    refuseWhenFull(await bytesBeside(tx, held.incident.id), { more: bytes.length, mostOfAll: world.mostOfFiles })
    seq = nextSeq(held)
    record(held, 'file.added', moment.now, { by, ...described, text: caption })
    await insertFile(tx, { orgId: held.incident.orgId, incidentId: held.incident.id, seq, bytes })
  })
  return { seq, ...described }
}

type Beside = Awaited<ReturnType<typeof bytesBeside>>

function refuseWhenFull({ ofIncident, ofAll }: Beside, { more, mostOfAll }: { more: number; mostOfAll: number }): void {
  if (ofAll + more > mostOfAll)
    throw new Refused('CONFLICT', {
      reason: 'organisation-full',
      hint: `All files of the organisation may have ${sizeInWords(mostOfAll)} together. Take back files nobody needs, put this one elsewhere and add a link, or ask whoever runs the server for more room (MUSTER_FILES_GB).`,
    })
  if (ofIncident + more <= MOST_OF_INCIDENT) return
  const left = Math.max(0, MOST_OF_INCIDENT - ofIncident)
  throw new Refused('CONFLICT', {
    reason: 'incident-full',
    hint: `All files of one incident may have ${sizeInWords(MOST_OF_INCIDENT)} together, and ${sizeInWords(left)} are left. Add a smaller piece of it, take back a file nobody needs, or put the file elsewhere and add a link.`,
  })
}
