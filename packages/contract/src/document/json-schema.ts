// A document's schema as JSON Schema: what editors read, and what tells which fields may stand at a path.
import { z } from 'zod'
import type { Step } from './faults.ts'

export type JsonSchema = z.core.JSONSchema.BaseSchema

export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input' })
}

export function fieldsAt(schema: JsonSchema, path: readonly Step[]): string[] {
  let places: JsonSchema[] = [schema]
  for (const step of path) places = places.flatMap(shapes).flatMap((one) => inside(one, step))
  return [...new Set(places.flatMap(shapes).flatMap(namesIn))]
}

function shapes(schema: JsonSchema): JsonSchema[] {
  const options = schema.anyOf ?? schema.oneOf
  return options === undefined ? [schema] : options.flatMap((one) => (typeof one === 'object' ? shapes(one) : []))
}

function inside(schema: JsonSchema, step: Step): JsonSchema[] {
  const next = typeof step === 'number' ? schema.items : (schema.properties?.[step] ?? schema.additionalProperties)
  return typeof next === 'object' && !Array.isArray(next) ? [next] : []
}

/** A map whose names are one of a few words has them as its fields. */
function namesIn({ properties, propertyNames }: JsonSchema): string[] {
  const words = typeof propertyNames === 'object' ? (propertyNames.enum ?? []) : []
  return [...Object.keys(properties ?? {}), ...words.map(String)]
}
