// Of a state that may pass by itself nobody needs to hear at once.
import { useEffect, useState } from 'react'

export function useAfter(on: boolean, delayMs: number): boolean {
  const [after, setAfter] = useState(false)
  useEffect(() => {
    if (!on) return setAfter(false)
    const timer = setTimeout(() => setAfter(true), delayMs)
    return () => clearTimeout(timer)
  }, [on, delayMs])
  return on && after
}
