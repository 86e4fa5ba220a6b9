// Which command is possible in which state: the server guards by it, a screen greys out by it and says why.
import type { Page, PageCommand, PageRefusal, PageState } from './page.ts'

type HumanCommand = Extract<PageCommand['type'], 'acknowledge' | 'escalate' | 'ask-for-help' | 'decline' | 'snooze'>

const refusals: Record<HumanCommand, Partial<Record<PageState, PageRefusal>>> = {
  acknowledge: { waiting: 'not-started', acknowledged: 'already-acknowledged', ended: 'page-ended' },
  escalate: { waiting: 'not-started', ended: 'page-ended' },
  'ask-for-help': { waiting: 'not-started', ended: 'page-ended' },
  decline: { waiting: 'not-started', ended: 'page-ended' },
  snooze: { waiting: 'not-started', ended: 'page-ended' },
}

/** Null when the command is possible; otherwise the reason it is not. */
export function whyNot(command: HumanCommand, page: Pick<Page, 'state'>): PageRefusal | null {
  return refusals[command][page.state] ?? null
}
