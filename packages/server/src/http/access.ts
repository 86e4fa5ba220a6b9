// Who may knock at which door. A route that is not in this table does not start: nothing is open because somebody forgot.

/**
 * `public` tells nothing about an organisation; `integration-key` is in the body or the address; `signed-link` was sent to one person;
 * `token` needs a scope, which the verb behind it checks; `watchdog` is signed with this server's own key;
 * `account` is better-auth's, which asks each of its own endpoints for a session, or a proof of who somebody is;
 * `session` is somebody signed in, in whatever organisation; `invitation` needs a one-time link in its body;
 * `demo` exists in demo mode only, on an organisation made of examples.
 */
export type Access = 'public' | 'integration-key' | 'signed-link' | 'token' | 'watchdog' | 'account' | 'session' | 'invitation' | 'demo'

export const ACCESS: Readonly<Record<string, Access>> = {
  'GET /': 'public',
  'GET /sign-in': 'public',
  'GET /join/:token': 'public',
  'GET /o/*': 'public',
  'GET /assets/*': 'public',
  'GET /icon.svg': 'public',
  'GET /icon-192.png': 'public',
  'GET /icon-512.png': 'public',
  'GET /manifest.webmanifest': 'public',
  'GET /sw.js': 'public',
  'GET /about': 'public',
  'GET /healthz': 'public',
  'GET /readyz': 'public',
  'GET /api': 'public',
  'GET /api/openapi.json': 'public',
  'GET /metrics': 'token',
  'GET /api/v1/live': 'token',
  'GET /api/v1/*': 'token',
  'POST /api/v1/*': 'token',
  'GET /api/v1/audit.csv': 'token',
  'POST /api/v1/incidents/:id/files': 'token',
  'GET /api/v1/incidents/:id/files/:seq': 'token',
  'GET /api/v1/ways-in': 'public',
  'GET /api/v1/me': 'session',
  'POST /api/v1/invitations/look': 'invitation',
  'POST /api/v1/invitations/accept': 'invitation',
  'GET /api/auth/*': 'account',
  'POST /api/auth/*': 'account',
  'POST /v2/enqueue': 'integration-key',
  'POST /v2/change/enqueue': 'integration-key',
  'POST /integrations/:key': 'integration-key',
  'POST /integrations/:key/alertmanager': 'integration-key',
  'POST /integrations/:key/api/v2/alerts': 'integration-key',
  'GET /integrations/:key/api/v2/status': 'integration-key',
  'GET /integrations/:key/-/healthy': 'public',
  'GET /integrations/:key/-/ready': 'public',
  'GET /a/:token': 'signed-link',
  'POST /a/:token': 'signed-link',
  'GET /watchdog/snapshot': 'watchdog',
  'GET /demo/phones': 'demo',
  'POST /api/v1/demo/sign-in': 'demo',
}

/** Throws for a route without a row. HEAD is a GET without its body. */
export function assertListed(method: string, url: string): void {
  const row = `${method === 'HEAD' ? 'GET' : method} ${url}`
  if (!(row in ACCESS)) throw new Error(`The route ${row} has no row in http/access.ts: say there who may use it.`)
}
