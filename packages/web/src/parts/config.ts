// The organisation's document as screens read and edit it: one reading shared by all, one way to change it.
import { useQuery } from '@tanstack/react-query'
import type { Api } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { useRoleReason } from '../api/session.ts'
import { reading, useDoing, useOrg } from '../api/use-api.ts'

export type Document = Awaited<ReturnType<Api['config']['export']>>
export type PersonDocument = Document['people'][number]
export type ScheduleDocument = Document['schedules'][number]
export type LayerDocument = ScheduleDocument['layers'][number]
export type OverrideDocument = ScheduleDocument['overrides'][number]
export type PolicyDocument = Document['policies'][number]
export type ServiceDocument = Document['services'][number]
export type RungDocument = PolicyDocument['rungs'][number]
export type TargetDocument = RungDocument['targets'][number]
export type ConfigChange = Parameters<Api['config']['edit']>[0]

export function useDocument() {
  const org = useOrg()
  return useQuery(reading(org, ['config', 'export'], (api) => api.config.export()))
}

export function useEdit() {
  return useDoing((api, change: ConfigChange) => api.config.edit(change), ['config', 'incidents', 'alerts'])
}

/** Why this person may not change the configuration here; null when they may. */
export function useEditReason(document: Document | undefined): string | null {
  const role = useRoleReason('lead')
  return role ?? managedReason(document)
}

export function managedReason(document: Document | undefined): string | null {
  const file = document?.managedBy
  return file === undefined || file === null ? null : `This is kept in ${file}. Change it there, then apply it again.`
}

/** Faults of a refused edit, by their place inside the one thing that was edited: "layers.1.handoffTime". */
export function faultsInside(error: unknown): ReadonlyMap<string, string> {
  if (error === null || error === undefined) return new Map()
  const places = failureOf(error).faults.map(({ at, says }): [string, string] => [
    at.replaceAll(/\[(\d+)\]/g, '.$1').replace(/^(put\.)?(people|schedules|policies|services|sources)\.\d+\./, ''),
    says,
  ])
  return new Map(places)
}

/** A slug for something new: its name in a-z, 0-9 and -, with a number when that is taken. */
export function slugFor(name: string, taken: readonly { slug: string }[]): string {
  const plain = name
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replaceAll(/^-+|-+$/g, '')
  const base = plain === '' ? 'new' : plain
  const used = new Set(taken.map(({ slug }) => slug))
  let slug = base
  for (let number = 2; used.has(slug); number += 1) slug = `${base}-${number}`
  return slug
}
