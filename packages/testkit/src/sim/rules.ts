// The rules a night is played by: core's own, or a copy of them with something planted in it.
import * as alertDecide from '@muster/core/alert/decide.ts'
import * as alertEvolve from '@muster/core/alert/evolve.ts'
import * as handling from '@muster/core/incident/handle.ts'
import * as incidents from '@muster/core/incident/incident.ts'
import * as routing from '@muster/core/incident/route.ts'
import * as severity from '@muster/core/incident/severity.ts'
import * as pageDecide from '@muster/core/page/decide.ts'
import * as directory from '@muster/core/page/directory.ts'
import * as message from '@muster/core/page/message.ts'
import * as opening from '@muster/core/page/open.ts'
import * as policies from '@muster/core/page/policy.ts'

export type Rules = {
  alertDecide: Pick<typeof alertDecide, 'decide'>
  alertEvolve: typeof alertEvolve
  handling: Pick<typeof handling, 'handle' | 'settle'>
  routing: Pick<typeof routing, 'groupKeyOf' | 'route'>
  severity: typeof severity
  incidents: Pick<typeof incidents, 'DEFAULT_GROUPING'>
  pageDecide: typeof pageDecide
  directory: typeof directory
  message: Pick<typeof message, 'shortText' | 'titleText' | 'clockTime' | 'clip'>
  opening: typeof opening
  policies: Pick<typeof policies, 'policyForResponder'>
}

export const coreRules: Rules = {
  alertDecide,
  alertEvolve,
  handling,
  routing,
  severity,
  incidents,
  pageDecide,
  directory,
  message,
  opening,
  policies,
}

const files = {
  alertDecide: 'alert/decide.ts',
  alertEvolve: 'alert/evolve.ts',
  handling: 'incident/handle.ts',
  routing: 'incident/route.ts',
  severity: 'incident/severity.ts',
  incidents: 'incident/incident.ts',
  pageDecide: 'page/decide.ts',
  directory: 'page/directory.ts',
  message: 'page/message.ts',
  opening: 'page/open.ts',
  policies: 'page/policy.ts',
} as const satisfies Record<keyof Rules, string>

/** The rules in a copy of core's source folder. */
export async function rulesIn(folder: URL): Promise<Rules> {
  const loaded = await Promise.all(
    Object.entries(files).map(async ([name, file]) => [name, await import(new URL(file, folder).href)] as const),
  )
  return Object.fromEntries(loaded) as Rules
}
