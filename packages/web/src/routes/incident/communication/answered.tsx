// Which of the waiting questions an update answers.
import { Checkbox } from '@mantine/core'
import type { Question } from './communication.ts'
import classes from './communication.module.css'

type Props = { questions: readonly Question[]; chosen: readonly number[]; onChange: (chosen: readonly number[]) => void }

export function Answered({ questions, chosen, onChange }: Props) {
  if (questions.length === 0) return null
  return (
    <fieldset className={classes['answered']}>
      <legend>It answers</legend>
      {questions.map(({ seq, by, text }) => (
        <Checkbox
          key={seq}
          label={`${by}: ${text}`}
          checked={chosen.includes(seq)}
          onChange={({ currentTarget }) => onChange(currentTarget.checked ? [...chosen, seq] : chosen.filter((one) => one !== seq))}
        />
      ))}
    </fieldset>
  )
}
