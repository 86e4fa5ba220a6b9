// What a caller is told when something failed outside the rules: try again, or a number to look for in the log. Never the inside.
import { isOutage } from '../outage.ts'

export type Failure = {
  status: 500 | 503
  headers: Record<string, string>
  body: { defined: true; code: string; status: number; message: string; data: { reason: string; hint: string } }
}

const RETRY_AFTER_SECONDS = '5'

export function failureFor(error: unknown, requestId: string): Failure {
  if (isOutage(error)) {
    const message = 'The database cannot be reached right now.'
    const data = { reason: 'database-away', hint: 'Send the request again.' }
    return {
      status: 503,
      headers: { 'retry-after': RETRY_AFTER_SECONDS },
      body: { defined: true, code: 'SERVICE_UNAVAILABLE', status: 503, message, data },
    }
  }
  const message = `This is a fault of Muster itself. Its log has more under ${requestId}.`
  const data = { reason: 'fault', hint: `Tell whoever runs the server this number: ${requestId}` }
  return { status: 500, headers: {}, body: { defined: true, code: 'INTERNAL_SERVER_ERROR', status: 500, message, data } }
}
