// Sends a document to the server; what it refuses is told at the places in the file.
import type { Applied } from '@muster/contract/config-document.ts'
import { failureOf, Faults } from '../client.ts'
import type { Session } from '../session.ts'
import { placeServerFaults, type ConfigFile } from './config.ts'

export async function planOf({ api, server }: Session, file: ConfigFile): Promise<Applied> {
  return api.config.plan(file.input).catch((error: unknown) => {
    throw placed(failureOf(error, server), file)
  })
}

export async function applyTo({ api, server }: Session, file: ConfigFile): Promise<Applied> {
  return api.config.apply(file.input).catch((error: unknown) => {
    throw placed(failureOf(error, server), file)
  })
}

function placed(failure: unknown, file: ConfigFile): unknown {
  return failure instanceof Faults ? placeServerFaults(file, failure.faults) : failure
}
