// The fields of a JSON Schema as a flat list, down to the third level: enough to read, never endless.
export type Schema = {
  $ref?: string
  type?: string | string[]
  description?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  format?: string
  additionalProperties?: Schema | boolean
  minimum?: number
  maximum?: number
  maxLength?: number
}

export type Field = { name: string; kind: string; required: boolean; says: string }

type Named = { components?: { schemas?: Record<string, Schema> } }

const DEEPEST = 3

export function fieldsOf(schema: Schema | undefined, document: Named, before = '', depth = 1): Field[] {
  const { properties = {}, required = [] } = resolve(schema, document)
  return Object.entries(properties).flatMap(([name, raw]) => {
    const inner = resolve(raw, document)
    const place = `${before}${name}`
    const field = {
      name: place,
      kind: kindOf(inner, document),
      required: required.includes(name),
      says: raw.description ?? inner.description ?? '',
    }
    const nested = inner.type === 'array' ? resolve(inner.items, document) : orNull(inner, document)
    const mark = inner.type === 'array' ? '[]' : ''
    return depth === DEEPEST ? [field] : [field, ...fieldsOf(nested, document, `${place}${mark}.`, depth + 1)]
  })
}

function resolve(schema: Schema | undefined, document: Named): Schema {
  const name = schema?.$ref?.split('/').at(-1)
  const found = name === undefined ? schema : document.components?.schemas?.[name]
  return found ?? {}
}

/** "This, or null" is this. */
function orNull(schema: Schema, document: Named): Schema {
  const others = (schema.anyOf ?? schema.oneOf ?? []).filter(({ type }) => type !== 'null')
  return others.length === 1 ? resolve(others[0], document) : schema
}

function kindOf(schema: Schema, document: Named): string {
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return [...new Set(choices.map((one) => kindOf(resolve(one, document), document)))].join(' or ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(' | ')
  if (schema.type === 'array') return `list of ${kindOf(resolve(schema.items, document), document)}`
  const type = [schema.type ?? 'anything'].flat().join(' or ')
  const limits = [
    schema.format,
    schema.minimum !== undefined && schema.minimum > Number.MIN_SAFE_INTEGER ? `from ${schema.minimum}` : undefined,
    schema.maximum !== undefined && schema.maximum < Number.MAX_SAFE_INTEGER ? `to ${schema.maximum}` : undefined,
    schema.maxLength === undefined ? undefined : `at most ${schema.maxLength} characters`,
  ].filter((limit) => limit !== undefined)
  return limits.length === 0 ? type : `${type} (${limits.join(' ')})`
}
