// Which mail server sends our e-mail, as operators write it: smtp://user:pass@host:587 or smtps://host.
export type SmtpConfig = {
  host: string
  port: number
  /** TLS from the first byte (port 465); otherwise STARTTLS is used where the server offers it. */
  secure: boolean
  /** Refuse to speak without TLS. */
  requireTls: boolean
  user: string | null
  pass: string | null
  /** The sender: an address or `Name <address>`. */
  from: string
}

export type ReadSmtp = { ok: true; smtp: SmtpConfig } | { ok: false; why: string }

/** `from` may also stand in the URL as `?from=`. The why never holds the URL: it has the password in it. */
export function readSmtpUrl(text: string, from: string | null): ReadSmtp {
  const url = URL.parse(text.trim())
  if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === '') {
    return { ok: false, why: 'The mail server must be written as smtp://user:password@host:587 or smtps://user:password@host' }
  }
  const sender = from ?? url.searchParams.get('from')
  if (sender === null || sender.trim() === '')
    return { ok: false, why: 'The mail server needs a sender: add ?from=muster@example.org to its URL' }
  const secure = url.protocol === 'smtps:'
  const read = (part: string): string | null => (part === '' ? null : decodeURIComponent(part))
  try {
    const [user, pass] = [read(url.username), read(url.password)]
    const port = url.port === '' ? (secure ? 465 : 587) : Number(url.port)
    const host = url.hostname.replace(/^\[|\]$/g, '')
    return {
      ok: true,
      smtp: { host, port, secure, requireTls: url.searchParams.get('tls') === 'required', user, pass, from: sender.trim() },
    }
  } catch {
    return { ok: false, why: "The mail server's user or password has a stray % in it: write % as %25" }
  }
}
