// The OpenAPI document, derived from the contract: what it says and what the server does cannot drift apart.
import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { api, errorMeanings, faults, problem } from '@muster/contract/api.ts'
import { applied, configDocument } from '@muster/contract/config-document.ts'
import { alertSchema, incidentDetail, incidentSchema, logEntrySchema, whySchema } from '@muster/contract/incidents.ts'
import { z } from 'zod'
import { rawPaths } from './raw-document.ts'

const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })

const error = { defined: z.boolean(), code: z.string(), status: z.number().int(), message: z.string() }

/** Said once and referred to; what is not named here is written out where it is used. */
const schemas = {
  Problem: { schema: z.object({ ...error, data: problem.optional() }) },
  Faults: { schema: z.object({ ...error, data: faults }) },
  Incident: { schema: incidentSchema },
  IncidentDetail: { schema: incidentDetail },
  Alert: { schema: alertSchema },
  LogEntry: { schema: logEntrySchema },
  Why: { schema: whySchema },
  ConfigDocument: { schema: configDocument },
  Applied: { schema: applied },
} as const

export async function openApiDocument(version: string, publicUrl: string): Promise<object> {
  const document = await generator.generate(api, {
    info: {
      title: 'Muster',
      version,
      description: 'Everything a responder does, for scripts. Writes take an Idempotency-Key header: the same key is done once.',
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    security: [{ token: [] }],
    commonSchemas: schemas,
    customErrorResponseBodySchema: (_errors, status) => ({ $ref: `#/components/schemas/${status === 422 ? 'Faults' : 'Problem'}` }),
  })
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of [path?.get, path?.post]) describe(operation?.responses ?? {})
  }
  return { ...document, paths: { ...document.paths, ...rawPaths() } }
}

/** The generator repeats the status where the document asks what it means. */
function describe(responses: Record<string, object>): void {
  for (const [status, response] of Object.entries(responses)) {
    const meaning = errorMeanings.get(status)
    if (meaning !== undefined) Object.assign(response, { description: meaning })
  }
}
