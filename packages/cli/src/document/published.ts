// The documents whose schemas `muster schema` prints; docs/reference has a copy of each.
import { configDocument } from '@muster/contract/config-document.ts'
import { packFileSchema } from '@muster/contract/pack.ts'
import { rehearsalSchema } from '@muster/contract/rehearsal.ts'
import { jsonSchemaOf, type JsonSchema } from '@muster/contract/document/json-schema.ts'

export const published = {
  organisation: () => jsonSchemaOf(configDocument),
  pack: () => jsonSchemaOf(packFileSchema),
  rehearsal: () => jsonSchemaOf(rehearsalSchema),
} as const satisfies Record<string, () => JsonSchema>
