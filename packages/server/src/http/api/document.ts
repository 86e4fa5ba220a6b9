// The OpenAPI document, derived from the contract: what it says and what the server does cannot drift apart.
import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { api } from '@muster/contract/api.ts'

const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })

export function openApiDocument(version: string, publicUrl: string): Promise<object> {
  return generator.generate(api, {
    info: {
      title: 'Muster',
      version,
      description: 'Everything a responder does, for scripts. Writes take an Idempotency-Key header: the same key is done once.',
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    security: [{ token: [] }],
  })
}
