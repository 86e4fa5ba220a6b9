// The keyboard of the whole console: g and a letter goes somewhere, the rest is in the list that ? shows.
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { PLACES } from '../paths.ts'

type Doing = { palette: () => void; help: () => void }

const SEQUENCE_MS = 1500

/** Keys of a screen, listed beside the general ones while it is open, and offered by the palette. `whyNot`: a sentence while it cannot be done. */
export type ScreenKey = { key: string; says: string; press: () => void; whyNot?: string | null }

const screenKeys = new Set<readonly ScreenKey[]>()

export const keysOfScreen = (): ScreenKey[] => [...screenKeys].flat()

/** Keys that work while a screen is shown and nobody types. */
export function useScreenKeys(keys: readonly ScreenKey[]): void {
  useEffect(() => {
    screenKeys.add(keys)
    const press = (event: KeyboardEvent) => {
      if (isTaken(event)) return
      const found = keys.find(({ key }) => key === event.key)
      // A key that is held walks a list, and does nothing else twice.
      if (found === undefined || (event.repeat && found.key !== 'j' && found.key !== 'k')) return
      event.preventDefault()
      if (!found.whyNot) found.press()
    }
    document.addEventListener('keydown', press)
    return () => {
      screenKeys.delete(keys)
      document.removeEventListener('keydown', press)
    }
  }, [keys])
}

export function useKeys(org: string, { palette, help }: Doing): void {
  const navigate = useNavigate()
  useEffect(() => {
    let wentAt = -Infinity
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        return palette()
      }
      if (isTaken(event)) return
      if (event.key === '?') return help()
      const isSecond = event.timeStamp - wentAt < SEQUENCE_MS
      wentAt = event.key === 'g' ? event.timeStamp : -Infinity
      const screen = isSecond ? PLACES.find(({ key }) => key === event.key) : undefined
      if (screen === undefined) return
      event.preventDefault()
      // The other listeners know this letter too.
      event.stopImmediatePropagation()
      void navigate({ to: screen.to, params: { org } })
    }
    document.addEventListener('keydown', press, { capture: true })
    return () => document.removeEventListener('keydown', press, { capture: true })
  }, [org, navigate, palette, help])
}

/** Somebody types, or an open dialogue has the keyboard. */
function isTaken({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return true
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) ||
    document.querySelector('[role="dialog"], [role="menu"]') !== null
  )
}
