// What an organisation keeps, as far as it can tell what hangs on one thing, and a risk found in it.
import type { Directory } from '../page/directory.ts'
import type { Policy, Target } from '../page/policy.ts'
import type { Pack } from '../protocol/pack.ts'
import type { PolicyId, ScheduleId, ServiceId } from '../vocabulary.ts'

export type Kept = {
  id: ServiceId
  name: string
  policyId: PolicyId
  criticalPath: boolean
  dependsOn: readonly ServiceId[]
  /** Somebody else runs it. */
  external: boolean
  /** What takes over when it fails. */
  fallback: string | null
}

export type Estate = {
  /** Those in use. */
  services: readonly Kept[]
  policies: ReadonlyMap<PolicyId, Policy & { calls: readonly string[] }>
  roles: Readonly<Record<string, readonly Target[]>>
  directory: Directory
  pack: Pick<Pack, 'roles' | 'sets'>
}

export type Place =
  | { kind: 'service'; id: ServiceId }
  | { kind: 'policy'; id: PolicyId }
  | { kind: 'schedule'; id: ScheduleId }
  | { kind: 'role'; id: string }

export const RISKS = ['nobody', 'one-person', 'no-fallback', 'role-empty', 'role-one-person', 'gap'] as const

export type Risk = {
  kind: (typeof RISKS)[number]
  /** Something on the critical path hangs on it. */
  isCritical: boolean
  says: string
  mend: string
  /** Where it is mended. */
  place: Place
}
