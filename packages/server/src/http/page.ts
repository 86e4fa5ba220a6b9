// The frame of every server-rendered page: one request, no script, dark first, readable on a phone at arm's length.
import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { gradeWords, SHAPES, type Grade } from '@muster/core/vocabulary.ts'
import { html, type Html } from './html.ts'

// Written at once as text: it goes into the page itself, so that a page is one request.
const css = `:root{color-scheme:dark light;--ground:#0e1116;--surface:#151a21;--raised:#1c232d;--line:#2a3340;--text:#e6eaf0;--muted:#9aa7b6;--action:#8ab4f8;--on-action:#0e1116;--crisis:#ff8a7a;--major:#f4bf5c;--standard:#8ab4f8;--business-hours:#9aa7b6;--kept:#7cc7a0;--due:#f4bf5c}
@media(prefers-color-scheme:light){:root{--ground:#fafaf7;--surface:#fff;--raised:#f1f2ee;--line:#dde1db;--text:#15191e;--muted:#56606c;--action:#1a56b8;--on-action:#fff;--crisis:#b3261e;--major:#8a5a00;--standard:#1a56b8;--business-hours:#56606c;--kept:#1b6e45;--due:#8a5a00}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--text);font:15px/1.5 Inter,system-ui,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:640px;margin:0 auto;padding:24px 16px 48px}main.wide{max-width:1200px}h1{font-size:24px;line-height:1.25;margin:8px 0 12px;overflow-wrap:anywhere}h2{font-size:13px;font-weight:600;color:var(--muted);margin:32px 0 8px}p{margin:0 0 12px;overflow-wrap:anywhere}
.muted{color:var(--muted)}.sev{font-weight:600}.crisis{color:var(--crisis)}.major{color:var(--major)}.standard{color:var(--standard)}.business-hours{color:var(--business-hours)}.kept{color:var(--kept)}.due{color:var(--due)}.next{font-size:18px;line-height:1.4}
input{display:block;width:100%;min-height:48px;margin:0 0 12px;padding:11px 16px;font:inherit;font-size:16px;color:var(--text);background:var(--surface);border:1px solid var(--muted);border-radius:8px}input[type=hidden]{display:none}
button,a.button{display:block;width:100%;min-height:48px;margin:0 0 12px;padding:11px 16px;font:inherit;font-weight:600;line-height:24px;text-align:center;text-decoration:none;color:var(--text);background:var(--raised);border:1px solid var(--line);border-radius:8px;cursor:pointer}
button.primary,a.primary{color:var(--on-action);background:var(--action);border-color:var(--action)}button.primary{min-height:64px;font-size:18px;margin-top:20px}
button.unseen{position:absolute;width:1px;min-height:0;height:1px;padding:0;border:0;overflow:hidden;clip-path:inset(50%)}button:active,a.button:active{filter:brightness(.9)}button:focus-visible,a:focus-visible,input:focus-visible{outline:3px solid var(--action);outline-offset:3px}a{color:var(--action);text-underline-offset:3px}
.note{padding:12px 16px;margin:0 0 16px;background:var(--surface);border:1px solid var(--line);border-radius:8px}details{margin:0 0 8px}summary{cursor:pointer;line-height:28px;padding:8px 0}ol,ul{padding-left:24px;margin:0 0 12px}li{margin:0 0 8px}
dl{display:grid;grid-template-columns:max-content 1fr;margin:0 0 16px}dt,dd{margin:0;padding:8px 0;border-top:1px solid var(--line)}dt{padding-right:16px;color:var(--muted)}dd{overflow-wrap:anywhere}dl a{display:inline-block;padding:11px 0;margin:-11px 0}
.phones{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,340px),1fr));gap:8px 24px;align-items:start}.phones h2{font-size:15px;color:var(--text);margin:16px 0 8px}.phones .note p:last-child,.phones .note a:last-child{margin-bottom:0}
code{font:13px/1.5 ui-monospace,monospace;background:var(--raised);padding:2px 6px;border-radius:4px;overflow-wrap:anywhere}pre{margin:0 0 16px;padding:12px 16px;background:var(--surface);border:1px solid var(--line);border-radius:8px}pre code{background:none;padding:0;white-space:pre-wrap}`

const cssHash = createHash('sha256').update(css).digest('base64')

/** The address of an answer page is its key: it must not travel on, be kept, or be listed. */
export const discreet = { 'referrer-policy': 'no-referrer', 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow' }

const head = {
  ...discreet,
  'content-security-policy': `default-src 'none'; img-src data:; style-src 'sha256-${cssHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
}

// A browser without one asks for /favicon.ico: a second request, and in the middle of the night.
const icon = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M8 1l7 7-7 7-7-7z" fill="#8ab4f8"/></svg>')}`

export type Page = { title: string; body: Html; refreshSeconds?: number; isWide?: boolean }

export function sendPage(reply: FastifyReply, status: number, { title, body, refreshSeconds, isWide = false }: Page): FastifyReply {
  const refresh = refreshSeconds === undefined ? null : html`<meta http-equiv="refresh" content="${refreshSeconds}" />`
  const text = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="dark light"><link rel="icon" href="${icon}">${refresh}<title>${title}</title><style>${{ ...html``, text: css }}</style></head>
<body><main${isWide ? html` class="wide"` : null}>${body}</main></body></html>`.text
  return reply.code(status).headers(head).type('text/html; charset=utf-8').send(text)
}

/** Shape, name and word together: never by colour alone. */
export function severityMark(grade: Grade): Html {
  return html`<span class="sev ${grade.class}"><span aria-hidden="true">${SHAPES[grade.class]}</span> ${gradeWords(grade)}</span>`
}
