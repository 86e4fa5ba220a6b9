// What nothing takes over for: a vendor, or what the critical path stands on.
import { listed } from './listed.ts'
import type { Estate, Risk } from './estate.ts'

export function fallbackRisks({ services }: Pick<Estate, 'services'>): Risk[] {
  return services.flatMap((one): Risk[] => {
    if (one.fallback !== null) return []
    const critical = services.filter((other) => other.criticalPath && other.dependsOn.includes(one.id)).map(({ name }) => name)
    if (!one.external && critical.length === 0) return []
    const stands = critical.length === 0 ? '' : ` ${listed(critical)}, on the critical path, cannot do without it.`
    const says = one.external
      ? `Somebody else runs ${one.name}, and nothing takes over when it fails.${stands}`
      : `Nothing takes over when ${one.name} fails.${stands}`
    return [
      {
        kind: 'no-fallback',
        isCritical: critical.length > 0 || (one.external && one.criticalPath),
        says,
        mend: 'Write down what takes over, or agree on what is done without it.',
        place: { kind: 'service', id: one.id },
      },
    ]
  })
}
