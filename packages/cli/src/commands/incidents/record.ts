// muster incidents record: puts something on the log by the protocol, such as a role taken, an update, a step or a decision.
import type { ProtocolEntry } from '@muster/contract/protocol-entry.ts'
import { InvalidArgumentError, type Command } from 'commander'
import type { Io } from '../../io.ts'
import { protocolText } from '../../render/protocol.ts'
import { present, withServer } from '../../session.ts'
import { acting, withActing } from './respond.ts'

export function addRecord(incidents: Command, io: Io): void {
  withActing(incidents.command('record'))
    .description('Puts something on the log by the protocol: a role taken, an update, a step, a decision, a deviation.')
    .argument(
      '<type>',
      'what it is: role.taken, update.sent, run.step, finding.noted, decision.made, deviation.invoked … (/api lists them)',
    )
    .argument('[fields...]', 'its fields, as name=value: role=commander, audience=room "text=We are on it."')
    .action((...[id, type, fields, { as }, command]: [string, string, string[], { as?: string }, Command]) =>
      withServer(command, io, async (session) => {
        const entry = { type, ...fieldsOf(fields) } as ProtocolEntry
        const view = await session.api.incidents.record({ ...acting(id, as), entry })
        present(session, view, (told) => `It stands on the log.\n\n${protocolText(told, io)}`)
      }),
    )
}

/** Numbers are numbers: minutes, sequence numbers; a reading may be less than nothing and finer than one. */
const NUMBER = /^\d{1,9}$/
const READING = /^-?\d{1,15}(\.\d{1,15})?$/

function fieldsOf(fields: readonly string[]): Record<string, string | number> {
  return Object.fromEntries(
    fields.map((field) => {
      const place = field.indexOf('=')
      if (place < 1) throw new InvalidArgumentError(`Write "${field}" as name=value.`)
      const [name, value] = [field.slice(0, place), field.slice(place + 1)]
      const isNumber = name !== 'text' && (name === 'value' ? READING : NUMBER).test(value)
      return [name, isNumber ? Number(value) : value]
    }),
  )
}
