// Where on the incident's screen somebody is: which panel, which duty, which form, all of it in the address.
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

type Place = Partial<Record<'panel' | 'duty' | 'form' | 'say' | 'tab' | 'view' | 'focus', string | undefined>>

export function usePlace() {
  const { panel, duty, form, say } = useSearch({ strict: false })
  const navigate = useNavigate()
  /** Only what is named changes, so that nothing half written is lost; what was closed is not met again on the way back. */
  const go = useCallback(
    (place: Place) => {
      const replace = Object.values(place).every((one) => one === undefined)
      void navigate({ to: '.', search: (before) => ({ ...before, ...place }), resetScroll: false, replace })
    },
    [navigate],
  )
  const answered = useCallback(() => go({ duty: undefined, form: undefined }), [go])
  const shut = useCallback(() => go({ panel: undefined }), [go])
  return { panel, duty, form, say, go, answered, shut }
}
