// Severity as shape, word and colour together, the same on every face of the product.
import { gradeWords, SHAPES, type Grade, type ResponseClass } from '@muster/core/vocabulary.ts'
import type { Tint } from './paint.ts'

const tints: Readonly<Record<ResponseClass, Tint>> = { crisis: 'red', major: 'amber', standard: 'blue', 'business-hours': 'grey' }

export function severityMark(grade: Grade): { text: string; tint: Tint } {
  return { text: `${SHAPES[grade.class]} ${gradeWords(grade)}`, tint: tints[grade.class] }
}
