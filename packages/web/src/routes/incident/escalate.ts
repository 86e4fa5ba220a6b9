// Waking the next rung: for what somebody has seen, never for what has just come up under their finger.
import { useEffect, useRef } from 'react'
import { useDoing } from '../../api/use-api.ts'
import type { IncidentView } from './view.ts'

/** Nobody reads faster who is called now. */
const READING_MS = 1500

/** The server refuses what was pressed for a step that is past, and says who is called now: an impatient second press wakes nobody. */
export function useEscalate(incident: IncidentView) {
  const seen = useSeenStep(incident)
  return useDoing(
    (api) => {
      const step = seen()
      return api.incidents.escalate({ id: incident.id, ...(step !== undefined && { step }) })
    },
    ['incidents'],
  )
}

function useSeenStep({ pages }: IncidentView): () => number | undefined {
  const ladder = pages.find((page) => page.role === 'ladder' && page.state !== 'ended')
  const [step, isClimbing] = [ladder?.step, ladder?.state === 'climbing']
  const shown = useRef({ step, isClimbing, before: step, at: -Infinity })
  useEffect(() => {
    const last = shown.current
    if (last.step === step) return
    // From one rung to the next it looks much the same. That somebody has answered is seen at once, and help may be wanted at once.
    const isSameKind = last.isClimbing && isClimbing
    shown.current = { step, isClimbing, before: isSameKind ? last.step : step, at: performance.now() }
  }, [step, isClimbing])
  return () => (performance.now() - shown.current.at < READING_MS ? shown.current.before : shown.current.step)
}
