// What somebody answers stays before them when it is settled elsewhere: a form never closes over words half written.
import { useIsMutating } from '@tanstack/react-query'
import { useState } from 'react'

/**
 * What was found under this key, or was last while the key is the same; nothing without a key.
 * `isGone`: it is there no more, and not because of what this screen is sending.
 */
export function useKept<T>(key: string | undefined, found: T | undefined): { kept: T | undefined; isGone: boolean } {
  const [last, setLast] = useState<{ key: string; value: T } | null>(null)
  const isSending = useIsMutating() > 0
  if (key !== undefined && found !== undefined && (last?.key !== key || last.value !== found)) setLast({ key, value: found })
  if (key === undefined && last !== null) setLast(null)
  const kept = key === undefined ? undefined : (found ?? (last?.key === key ? last.value : undefined))
  return { kept, isGone: kept !== undefined && found === undefined && !isSending }
}
