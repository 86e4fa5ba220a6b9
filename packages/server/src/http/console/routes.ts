// Serves the built console: its files as the build compressed them, and the one page behind every address of it.
import { existsSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { html } from '../html.ts'
import { sendPage } from '../page.ts'

const BUILT = path.resolve(import.meta.dirname, '../../../../web/dist')

/** Addresses of the console itself; the rest of a path is the browser's business. */
export const CONSOLE_PAGES = ['/', '/sign-in', '/join/:token', '/o/*'] as const
export const CONSOLE_FILES = ['/assets/*', '/icon.svg', '/icon-192.png', '/icon-512.png', '/manifest.webmanifest', '/sw.js'] as const

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  // Mantine writes its variables into the page; a style runs nothing.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const strict = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  // A one-time link must not travel on.
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
}

export async function consoleRoutes(app: FastifyInstance, { dist = BUILT }: { dist?: string } = {}): Promise<void> {
  await app.register(fastifyStatic, { root: dist, serve: false, preCompressed: true, cacheControl: false, index: false })
  app.addHook('onSend', async (_request, reply) => {
    reply.headers(strict)
    // In a rolling upgrade another node has the file that this one lacks: nobody may remember that it is not there.
    if (reply.statusCode >= 400) reply.header('cache-control', 'no-store')
  })
  for (const file of CONSOLE_FILES)
    app.get(file, (request, reply) => {
      const name = request.url.split('?')[0] ?? ''
      // A name in /assets carries the digest of what is in it.
      reply.header('cache-control', name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
      return reply.sendFile(name)
    })
  for (const page of CONSOLE_PAGES) app.get(page, (_request, reply) => sendConsole(reply, dist))
}

function sendConsole(reply: FastifyReply, dist: string): FastifyReply {
  if (!existsSync(path.join(dist, 'index.html')))
    return sendPage(reply, 503, {
      title: 'The console is not built',
      body: html`<h1>The console is not built</h1><p>Paging and the API work. To build it: <code>npm run build</code>, then load this page again.</p><p><a href="/about">What runs here</a></p>`,
    })
  return reply.header('cache-control', 'no-cache').sendFile('index.html')
}
