// One step at a time: whether only the next step is shown stands in the address, and the key f turns it.
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { useScreenKeys } from '../../../shell/keys.ts'

export function useFocus(): { isOn: boolean; turn: () => void } {
  const search = useSearch({ strict: false })
  const navigate = useNavigate()
  const isOn = search['focus'] !== undefined
  const turn = useCallback(
    () =>
      void navigate({
        to: '.',
        search: ({ focus, ...rest }: Record<string, string | undefined>) => (focus === undefined ? { ...rest, focus: 'on' } : rest),
      }),
    [navigate],
  )
  return { isOn, turn }
}

export function useFocusKey(): boolean {
  const { isOn, turn } = useFocus()
  const keys = useMemo(() => [{ key: 'f', says: isOn ? 'Show everything again' : 'One step at a time', press: turn }], [isOn, turn])
  useScreenKeys(keys)
  return isOn
}
