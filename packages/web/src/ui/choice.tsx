// One of a few, side by side.
import { SegmentedControl } from '@mantine/core'
import classes from './choice.module.css'

type Props<Value extends string> = {
  label: string
  value: Value
  choices: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
  disabled?: boolean
}

export function Choice<Value extends string>({ label, value, choices, onChange, disabled = false }: Props<Value>) {
  return (
    <SegmentedControl
      fullWidth
      aria-label={label}
      disabled={disabled}
      value={value}
      data={[...choices]}
      classNames={{ root: classes['root'] ?? '', indicator: classes['indicator'] ?? '', label: classes['label'] ?? '' }}
      onChange={(chosen) => {
        const found = choices.find((one) => one.value === chosen)
        if (found !== undefined) onChange(found.value)
      }}
    />
  )
}
