// muster pack check: whether a pack means what it says, each fault at its place in its file.
import type { Pack } from '@muster/core/protocol/pack.ts'
import type { Command } from 'commander'
import type { Io } from '../../io.ts'
import { present, type GlobalOptions } from '../../session.ts'

export function addCheck(pack: Command, io: Io): void {
  pack
    .command('check')
    .description('Reads a pack as the server does. Every fault is told with its file, line and column, and what to do.')
    .argument('<folder>', 'the folder of the pack')
    .action(async (folder: string, _options: object, command: Command) => {
      const { loadPack, packNotRight } = await import('../../pack/load.ts')
      const json = command.optsWithGlobals<GlobalOptions>().json === true
      const loaded = loadPack(folder)
      if (loaded.ok) return present({ io, json }, { ok: true, ...summaryOf(loaded.written) }, summaryText)
      if (json) present({ io, json }, { ok: false, faults: loaded.faults }, () => '')
      throw packNotRight(folder, loaded.faults)
    })
}

type Summary = { name: string; version: number; counts: Record<string, number> }

function summaryOf({ name, version, ...parts }: Pack): Summary {
  const counted = [
    'phases',
    'roles',
    'columns',
    'clocks',
    'duties',
    'guardrails',
    'advice',
    'deviations',
    'specialists',
    'templates',
  ] as const
  return { name, version, counts: Object.fromEntries(counted.map((part) => [part, Object.keys(parts[part]).length])) }
}

function summaryText({ name, version, counts }: Summary): string {
  const told = Object.entries(counts).map(([part, count]) => `${part} ${count}`)
  return `${name}, version ${version}, is in order: ${told.join(', ')}.\n`
}
