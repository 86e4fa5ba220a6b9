// E-mail over SMTP: a small pool of connections to the operator's own mail server.
import { createTransport } from 'nodemailer'
import type { Channel, Delivered, Message } from '../channel.ts'
import { never, retry, silenceOf, withDeadline } from '../delivery-answer.ts'
import { composeEmail } from './compose.ts'
import { slots } from './slots.ts'
import type { SmtpConfig } from './smtp-config.ts'

const CONNECTIONS = 5
/** Shorter than the call's deadline: a connection must have given up before its delivery is tried again. */
const TIMEOUT_MS = 4000

const ADDRESS = /^[^\s@<>()[\]\\,;:"\p{Cc}]+@[^\s@<>()[\]\\,;:"\p{Cc}]+$/u

export function emailChannel({ smtp, publicUrl }: { smtp: SmtpConfig; publicUrl: string }): Channel & { close: () => void } {
  const transport = transportTo(smtp)
  const lanes = slots(CONNECTIONS)
  const domain = domainOf(publicUrl)
  const send = async (message: Message, to: string): Promise<Delivered> => {
    try {
      const sent = await transport.sendMail(composeEmail(message, { to, from: smtp.from, domain }))
      return { type: 'delivered', receipt: sent.messageId }
    } catch (error) {
      return answerOf(error)
    }
  }
  return {
    faultOf: emailFault,
    deliver: async (message, { address }, signal) => {
      if (emailFault(address) !== null) return never('The e-mail address is not one')
      const deadline = withDeadline(signal)
      const release = await lanes.take(deadline)
      if (release === null) return retry('The mail server is busy with other mail')
      const sending = send(message, address).finally(release)
      return Promise.race([sending, late(deadline)])
    },
    close: () => transport.close(),
  }
}

/** Also of a server that sends no mail yet. */
export function emailFault(address: string): string | null {
  return address.length > 254 || !ADDRESS.test(address) ? 'Write an e-mail address, such as ann@example.org.' : null
}

function transportTo({ host, port, secure, requireTls, user, pass }: SmtpConfig) {
  const auth = user === null ? {} : { auth: { user, pass: pass ?? '' } }
  const timeouts = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS, dnsTimeout: TIMEOUT_MS }
  return createTransport({ pool: true, maxConnections: CONNECTIONS, host, port, secure, requireTLS: requireTls, ...auth, ...timeouts })
}

function late(deadline: AbortSignal): Promise<Delivered> {
  const answer = retry('The mail server did not answer in time')
  return new Promise((resolve) => {
    if (deadline.aborted) resolve(answer)
    deadline.addEventListener('abort', () => resolve(answer), { once: true })
  })
}

function answerOf(error: unknown): Delivered {
  const { responseCode, code, response } = Object.assign({ responseCode: 0, code: '', response: '' }, error)
  if (responseCode >= 500)
    return never(
      code === 'EAUTH'
        ? `The mail server refused our credentials (${responseCode})`
        : `The mail server refused the message (${statusOf(responseCode, response)})`,
    )
  if (responseCode >= 400) return retry(`The mail server asks us to try later (${statusOf(responseCode, response)})`)
  if (code === 'EAUTH') return never('The mail server accepts none of the ways we can sign in')
  if (code === 'EENVELOPE') return never('The mail server cannot be given this address')
  return silenceOf(error, 'The mail server')
}

// Of the server's words only the status is repeated: the rest may echo what we sent.
function statusOf(responseCode: number, response: unknown): string {
  const enhanced = typeof response === 'string' ? /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] : undefined
  return enhanced === undefined ? String(responseCode) : `${responseCode} ${enhanced}`
}

function domainOf(publicUrl: string): string {
  const host = URL.parse(publicUrl)?.hostname ?? ''
  return /^[a-z0-9.-]+$/i.test(host) ? host : 'muster.invalid'
}
