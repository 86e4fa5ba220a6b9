// The smallest schedule a test can ask for, and instants written as people read them.
import type { Instant, UserId } from '../vocabulary.ts'
import type { Layer, Override, Rotation, Schedule } from './schedule.ts'

export const [ada, ben, cyd]: [UserId, UserId, UserId] = ['user_ada', 'user_ben', 'user_cyd']

export function rotation(of: Partial<Rotation> = {}): Rotation {
  return { every: 'week', length: 1, handoffDay: 1, handoffTime: '09:00', startsOn: '2026-01-05', ...of }
}

export function layer(of: Partial<Omit<Layer, 'rotation'>> & { rotation?: Partial<Rotation> } = {}): Layer {
  return { id: 'primary', name: 'Primary', participants: [ada, ben], ...of, rotation: rotation(of.rotation) }
}

export function schedule(timeZone: string, layers: Layer[], overrides: Override[] = []): Schedule {
  return { id: 'schedule_checkout', name: 'Checkout', timeZone, layers, overrides }
}

export function instant(iso: string): Instant {
  return Temporal.Instant.from(iso).epochMilliseconds
}

export function iso(at: Instant | null): string | null {
  return at === null ? null : Temporal.Instant.fromEpochMilliseconds(at).toString({ smallestUnit: 'minute' })
}

/** A cover in force all of 2026 unless told otherwise. */
export function cover(id: string, replaces: UserId | null, userId: UserId | null, of: Partial<Override> = {}): Override {
  return { id, userId, replaces, startsAt: instant('2026-01-01T00:00Z'), endsAt: instant('2027-01-01T00:00Z'), ...of }
}
