// Choosing one of the organisation's people by typing part of the name; ten thousand of them stay quick.
import { Select } from '@mantine/core'
import { useMemo } from 'react'
import { choicesOf, useNames } from './names.ts'

const SHOWN = 50

type Props = {
  label: string
  hidden?: boolean
  placeholder?: string
  value: string | null
  onChange: (slug: string | null) => void
  without?: readonly string[]
  error?: string | undefined
  disabled?: boolean
  description?: string
}

export function PersonSelect({ label, hidden = false, placeholder = 'Type a name', value, onChange, without = [], ...rest }: Props) {
  const { data } = useNames()
  const people = useMemo(
    () => choicesOf(data?.people.filter(({ disabled, slug }) => !disabled && !without.includes(slug))),
    [data, without],
  )
  return (
    <Select
      {...(hidden ? { 'aria-label': label } : { label })}
      placeholder={placeholder}
      searchable
      clearable
      limit={SHOWN}
      nothingFoundMessage="Nobody is called that"
      value={value}
      data={people}
      onChange={onChange}
      size="md"
      {...rest}
    />
  )
}
