// What a caller is told when something failed outside the rules: try again, or a number to look for in the log. Never the inside.
import { isOutage } from '../store/outage.ts'

export type Failure = { status: 500 | 503; body: { defined: false; code: string; status: number; message: string } }

export function failureFor(error: unknown, requestId: string): Failure {
  if (isOutage(error)) {
    const message = 'The database cannot be reached right now. Send the request again.'
    return { status: 503, body: { defined: false, code: 'SERVICE_UNAVAILABLE', status: 503, message } }
  }
  const message = `This is a fault of Muster itself. Its log has more under ${requestId}.`
  return { status: 500, body: { defined: false, code: 'INTERNAL_SERVER_ERROR', status: 500, message } }
}
