// The wire for the pager in a browser: a person's own browsers, each a contact that the browser itself registers.
import { z } from 'zod'
import { instant } from './incidents.ts'
import { reads, writes } from './route.ts'

const person = z.string().max(63)

const endpoint = z
  .url({ protocol: /^https?$/, error: 'Give the endpoint of the subscription, an https address' })
  .max(2000)
  .describe('PushSubscription.endpoint')

const browserSchema = z.object({
  contact: z.string().describe('The slug of the contact it is; rules name it so'),
  name: z.string(),
  service: z.string().describe('The host of its push service'),
  createdAt: instant,
  refreshedAt: instant.describe('When the browser was last open here and confirmed its subscription'),
  goneAt: instant.nullable().describe('When its push service said that it takes nothing more; null while it rings'),
})
export type BrowserView = z.infer<typeof browserSchema>

/** Of one person. */
export const MOST_BROWSERS = 10

export const browserRoutes = {
  list: reads('browser.read', {
    path: '/people/{person}/browsers',
    summary: "A person's browsers that ring, and the key to subscribe one with",
  })
    .input(z.object({ person }))
    .output(z.object({ applicationServerKey: z.string().describe('For PushManager.subscribe, base64url'), items: z.array(browserSchema) })),
  subscribe: writes('browser.subscribe', { path: '/people/{person}/browsers', summary: 'Ring this browser too; again: it is still there' })
    .input(
      z.strictObject({
        person,
        endpoint,
        keys: z.strictObject({ p256dh: z.string().max(200), auth: z.string().max(100) }).describe('PushSubscription.toJSON().keys'),
        name: z.string().trim().min(1, 'Give it a name').max(60).describe('What the person knows it by: Chrome on Android'),
      }),
    )
    .output(browserSchema),
  unsubscribe: writes('browser.unsubscribe', { path: '/people/{person}/browsers/remove', summary: 'Ring this browser no more' })
    .input(z.strictObject({ person, contact: z.string().max(63).optional(), endpoint: endpoint.optional() }))
    .output(z.object({ items: z.array(browserSchema) })),
}
