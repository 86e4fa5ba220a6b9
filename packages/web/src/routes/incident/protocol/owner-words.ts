// Who owes something: the role first, and the person if there is one.
import type { Obligation } from './protocol.ts'

export function ownerWords({ owner: { roleName, who }, isMine }: Obligation): string {
  if (who === null) return `${roleName}: nobody yet, so whoever is here`
  return `${roleName}: ${who.name}${isMine ? ' (you)' : ''}`
}
