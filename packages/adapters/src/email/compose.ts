// One message as an e-mail: plain text first, a minimal HTML twin, and headers no stranger's text can add to.
import { createHash } from 'node:crypto'
import type { SendMailOptions } from 'nodemailer'
import type { Message } from '../channel.ts'
import { bodyOf, fitLine, fitText } from '../message-text.ts'

const LIMIT = { subject: 200, body: 65_536 }

export function composeEmail(message: Message, envelope: { to: string; from: string; domain: string }): SendMailOptions {
  const { from, to, domain } = envelope
  const text = fitText(wordsOf(message), LIMIT.body)
  const answer = message.url === null ? '' : `\n\nAnswer here: ${message.url}\n`
  return {
    from,
    to: { name: '', address: to },
    subject: fitLine(message.subject ?? message.title, LIMIT.subject),
    text: `${text}${answer}`,
    html: htmlOf(text, message.url),
    date: new Date(message.sentAt),
    // The same delivery gives the same id, so that a repeat is recognised by mail servers and readers.
    messageId: idOf(message.key, domain),
    ...threadOf(message, domain),
    priority: message.kind === 'page' ? 'high' : 'normal',
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

/** Under a subject that is the same for all, a page says first how bad it is now; what else is sent says it all in its body. */
function wordsOf(message: Message): string {
  const isUnderSubject = message.subject !== undefined && message.kind === 'page'
  return isUnderSubject ? `${message.title}\n\n${bodyOf(message)}` : bodyOf(message)
}

function idOf(key: string, domain: string): string {
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${domain}>`
}

/** The root is no message that was ever sent, so whoever joins late has the thread too (RFC 5322, section 3.6.4). */
function threadOf({ thread }: Message, domain: string): SendMailOptions {
  if (thread === undefined) return {}
  const root = idOf(`thread ${thread}`, domain)
  return { references: [root], inReplyTo: root }
}

function htmlOf(text: string, url: string | null): string {
  const button =
    url === null
      ? ''
      : `<p><a href="${escape(url)}" style="display:inline-block;padding:14px 22px;background:#1f4fd8;color:#fff;text-decoration:none;border-radius:6px">Answer</a></p>`
  return `<!doctype html><html><body style="font:16px/1.5 sans-serif"><p style="white-space:pre-wrap">${escape(text)}</p>${button}</body></html>`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}
