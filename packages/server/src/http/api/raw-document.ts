// What the OpenAPI document says of the routes whose bodies are no JSON: they are described here and not derived from the contract.
import { auditFilter } from '@muster/contract/accounts.ts'
import { errorMeanings, PERMISSIONS, type Action } from '@muster/contract/api.ts'
import { fileQuery, fileSchema } from '@muster/contract/files.ts'
import { incidentId } from '@muster/contract/incidents.ts'
import { idempotencyKey } from '@muster/contract/route.ts'
import { LARGEST_FILE, MOST_OF_INCIDENT, sizeInWords } from '@muster/core/protocol/file.ts'
import { z } from 'zod'

type Parameter = { name: string; in: 'path' | 'query'; required: boolean; description?: string; schema: object }

const ASKED = ['400', '401', '403', '404', '422', '500', '503']
const SENT = [...ASKED, '409', '413', '415', '429']

const bytes = { schema: { type: 'string', format: 'binary' } }

/** By path and method, as they stand in the document. */
export function rawPaths(): Record<string, Record<string, object>> {
  return {
    '/audit.csv': {
      get: {
        ...about('audit.read', 'audit.csv', 'Who changed what, all of it, as a file for a spreadsheet'),
        parameters: inQuery(auditFilter),
        responses: {
          '200': answer('A line for each act, youngest first, under a line that names the columns', {
            'text/csv': { schema: { type: 'string' } },
          }),
          ...errors(['401', '403', '422', '500', '503']),
        },
      },
    },
    '/incidents/{id}/files': {
      post: {
        ...about('incident.add-file', 'incidents.addFile', 'Put a file on the log; the body is the file itself'),
        description: `At most ${LARGEST_FILE} bytes (${sizeInWords(LARGEST_FILE)}), and ${sizeInWords(MOST_OF_INCIDENT)} of one incident together. Example: curl --data-binary @trace.json -H "content-type: application/json" "…/files?name=trace.json"`,
        parameters: [inPath('id', incidentId), ...inQuery(fileQuery), idempotencyKey],
        requestBody: { required: true, content: { '*/*': bytes } },
        responses: { '201': answer('On the log', { 'application/json': { schema: jsonSchema(fileSchema) } }), ...errors(SENT) },
      },
    },
    '/incidents/{id}/files/{seq}': {
      get: {
        ...about('incident.read', 'incidents.file', 'A file of the log; 404 once its entry was taken back'),
        parameters: [inPath('id', incidentId), inPath('seq', z.int().min(1).describe('Its entry on the log'))],
        responses: {
          '200': answer('The file. Pictures (PNG, JPEG, GIF, WebP) come with their own type, everything else as an attachment', {
            '*/*': bytes,
          }),
          '304': { description: 'It is as the ETag in If-None-Match says' },
          ...errors(ASKED),
        },
      },
    },
  }
}

const about = (action: Action, operationId: string, summary: string) => ({
  operationId,
  summary,
  security: [{ token: [PERMISSIONS[action]] }],
})

const answer = (description: string, content: object) => ({ description, content })

const errors = (statuses: readonly string[]): Record<string, object> =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      answer(errorMeanings.get(status) ?? status, {
        'application/json': { schema: { $ref: `#/components/schemas/${status === '422' ? 'Faults' : 'Problem'}` } },
      }),
    ]),
  )

function jsonSchema(schema: z.ZodType): object {
  const { $schema: _dialect, ...described } = z.toJSONSchema(schema, { io: 'input' })
  return described
}

function inPath(name: string, schema: z.ZodType): Parameter {
  return { name, in: 'path', required: true, ...described(schema) }
}

function inQuery(query: z.ZodObject): Parameter[] {
  return Object.entries(query.shape).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !z.safeParse(schema, undefined).success,
    ...described(schema),
  }))
}

function described(schema: z.ZodType): { description?: string; schema: object } {
  const { description, ...rest } = jsonSchema(schema) as { description?: string }
  return { ...(description !== undefined && { description }), schema: rest }
}
