// Every address of the console that is written in more than one place.
export const STATUSES = ['open', 'triggered', 'acknowledged', 'resolved', 'all'] as const

/** Screens in the order of the menu. `key` is pressed after g. */
export const SCREENS = [
  { to: '/o/$org/now', label: 'Now', key: 'n', about: 'Open incidents and who is on call' },
  { to: '/o/$org/incidents', label: 'Incidents', key: 'i', about: 'All incidents, open and past' },
  { to: '/o/$org/alerts', label: 'Alerts', key: 'a', about: 'What monitors sent; search, silence' },
  { to: '/o/$org/services', label: 'Services', key: 's', about: 'Health, dependencies, who is paged' },
  { to: '/o/$org/people', label: 'On call', key: 'o', about: 'People, who is on call until when' },
  { to: '/o/$org/policies', label: 'Policies', key: 'p', about: 'Who is woken when, and rotas' },
  { to: '/o/$org/integrations', label: 'Integrations', key: 'c', about: 'Keys, set-up, last signals' },
  { to: '/o/$org/settings', label: 'Settings', key: 't', about: 'Members, tokens, audit, sign-in' },
] as const

/** Reached by name, by key, and from the first screen when there is more than one incident: no place in the menu for what is rare. */
export const BOARD = { to: '/o/$org/board', label: 'Board', key: 'b', about: 'Several incidents at once' } as const

/** Reached from the incidents, or by its name. */
export const FOLLOW_UPS = { to: '/o/$org/follow-ups', label: 'Follow-ups', key: 'f', about: 'What incidents left to be done' } as const

export const PLACES = [...SCREENS, BOARD, FOLLOW_UPS] as const
