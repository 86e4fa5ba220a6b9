// How bad: shape, word and colour, always all three.
import { gradeWords, SHAPES, type Grade } from '@muster/core/vocabulary.ts'
import classes from './severity.module.css'

export function SeverityMark({ grade }: { grade: Grade }) {
  return (
    <span className={classes['mark']} data-class={grade.class}>
      <span aria-hidden="true">{SHAPES[grade.class]}</span> {gradeWords(grade)}
    </span>
  )
}
