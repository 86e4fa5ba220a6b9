// The frame of every server-rendered page: one request, no script, dark first, readable on a phone at arm's length.
import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { html, type Html } from './html.ts'

// Written at once as text: it goes into the page itself, so that a page is one request.
const css = `:root{color-scheme:dark light;--ground:#0e1116;--surface:#151a21;--raised:#1c232d;--line:#2a3340;--text:#e6eaf0;--muted:#9aa7b6;--action:#8ab4f8;--on-action:#0e1116;--SEV0:#ff8a7a;--SEV1:#f4bf5c;--SEV2:#8ab4f8;--SEV3:#9aa7b6;--kept:#7cc7a0;--due:#f4bf5c}
@media(prefers-color-scheme:light){:root{--ground:#fafaf7;--surface:#fff;--raised:#f1f2ee;--line:#dde1db;--text:#15191e;--muted:#56606c;--action:#1a56b8;--on-action:#fff;--SEV0:#b3261e;--SEV1:#8a5a00;--SEV2:#1a56b8;--SEV3:#56606c;--kept:#1b6e45;--due:#8a5a00}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--text);font:15px/1.5 Inter,system-ui,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:640px;margin:0 auto;padding:24px 16px 48px}h1{font-size:24px;line-height:1.25;margin:8px 0 12px;overflow-wrap:anywhere}h2{font-size:15px;margin:32px 0 8px}p{margin:0 0 12px;overflow-wrap:anywhere}
.muted{color:var(--muted)}.sev{font-weight:600}.SEV0{color:var(--SEV0)}.SEV1{color:var(--SEV1)}.SEV2{color:var(--SEV2)}.SEV3{color:var(--SEV3)}.kept{color:var(--kept)}.due{color:var(--due)}
button{display:block;width:100%;min-height:48px;margin:0 0 12px;padding:8px 16px;font:inherit;font-weight:600;color:var(--text);background:var(--raised);border:1px solid var(--line);border-radius:8px;cursor:pointer}
button.primary{min-height:64px;font-size:18px;color:var(--on-action);background:var(--action);border-color:var(--action)}
button:focus-visible,a:focus-visible{outline:3px solid var(--action);outline-offset:3px}a{color:var(--action)}
.note{padding:12px 16px;margin:0 0 16px;background:var(--surface);border:1px solid var(--line);border-radius:8px}ol,ul{padding-left:24px;margin:0 0 12px}li{margin:0 0 8px}
table{width:100%;border-collapse:collapse;margin:0 0 16px}td,th{text-align:left;padding:8px 12px 8px 0;border-bottom:1px solid var(--line);vertical-align:top}th{font-weight:400;color:var(--muted)}
code{font:13px/1.5 ui-monospace,monospace;background:var(--raised);padding:2px 6px;border-radius:4px;overflow-wrap:anywhere}pre{margin:0 0 16px;padding:12px;background:var(--surface);border:1px solid var(--line);border-radius:8px;overflow-x:auto}pre code{background:none;padding:0}`

const cssHash = createHash('sha256').update(css).digest('base64')

const head = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${cssHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  // The address of an answer page is its key: it must not travel on, be kept, or be listed.
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
}

export function sendPage(reply: FastifyReply, status: number, page: { title: string; body: Html; refreshSeconds?: number }): FastifyReply {
  const refresh = page.refreshSeconds === undefined ? null : html`<meta http-equiv="refresh" content="${page.refreshSeconds}" />`
  const text = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="dark light">${refresh}<title>${page.title}</title><style>${{ ...html``, text: css }}</style></head>
<body><main>${page.body}</main></body></html>`.text
  return reply.code(status).headers(head).type('text/html; charset=utf-8').send(text)
}

const shapes = { SEV0: '◆', SEV1: '▲', SEV2: '■', SEV3: '●' } as const
const words = { SEV0: 'crisis', SEV1: 'major', SEV2: 'standard', SEV3: 'business hours' } as const

/** Shape, level and word together: never by colour alone. */
export function severityMark(severity: keyof typeof shapes): Html {
  return html`<span class="sev ${severity}"><span aria-hidden="true">${shapes[severity]}</span> ${severity} ${words[severity]}</span>`
}
