// What each role may do, in words; from the one who may least to the one who may most.
export const ROLES = [
  { value: 'stakeholder', label: 'Stakeholder', says: 'Reads' },
  { value: 'responder', label: 'Responder', says: 'Answers pages' },
  { value: 'lead', label: 'Lead', says: 'Answers, and says who is woken when' },
  { value: 'administrator', label: 'Administrator', says: 'Everything, members and keys included' },
] as const

export type Role = (typeof ROLES)[number]['value']

export const roleOptions = ROLES.map(({ value, label, says }) => ({ value, label: `${label}: ${says.toLowerCase()}` }))

export const roleOf = (text: string | null): Role => ROLES.find(({ value }) => value === text)?.value ?? 'responder'

export const roleName = (role: Role): string => ROLES.find(({ value }) => value === role)?.label ?? role
