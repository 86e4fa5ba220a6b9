// Every address of the console and the screen behind it; a screen is a chunk of its own, fetched when pointed at.
import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { codeOf } from './api/code.ts'
import { failureOf } from './api/failure.ts'
import { meQuery } from './api/session.ts'
import { Nothing } from './routes/nothing.tsx'
import { Shell } from './shell/shell.tsx'
import { Failed, Loading } from './ui/states.tsx'

type Context = { queries: QueryClient }

const root = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: Nothing })

/** Who is signed in; whoever is not goes to sign in, and comes back here afterwards. */
async function signedIn(queries: QueryClient, href: string) {
  try {
    return await queries.ensureQueryData(meQuery)
  } catch (error) {
    if (failureOf(error).kind !== 'signed-out') throw error
    throw redirect({ to: '/sign-in', search: { to: href } })
  }
}

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async ({ context, location }) => {
    const me = await signedIn(context.queries, location.href)
    const last = localStorage.getItem('muster-org')
    const org = me.organisations.find((one) => one.slug === last) ?? me.organisations[0]
    if (org !== undefined) throw redirect({ to: '/o/$org/now', params: { org: org.slug } })
  },
  component: lazyRouteComponent(() => codeOf(() => import('./routes/no-organisation.tsx')), 'NoOrganisation'),
})

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { to?: string; step?: string; error?: string } => ({
    ...(text(search['to']) && { to: String(search['to']) }),
    ...(text(search['step']) && { step: String(search['step']) }),
    ...(text(search['error']) && { error: String(search['error']) }),
  }),
  component: lazyRouteComponent(() => codeOf(() => import('./routes/sign-in/sign-in.tsx')), 'SignIn'),
})

const join = createRoute({
  getParentRoute: () => root,
  path: '/join/$token',
  component: lazyRouteComponent(() => codeOf(() => import('./routes/join/join.tsx')), 'Join'),
})

const organisation = createRoute({
  getParentRoute: () => root,
  path: '/o/$org',
  beforeLoad: async ({ context, location, params }) => {
    // Who was here before does not wait to hear who they are: the screen reads meanwhile, and the shell sends away whoever is signed out.
    if (localStorage.getItem('muster-org') === params.org) return void context.queries.prefetchQuery(meQuery)
    const me = await signedIn(context.queries, location.href)
    if (me.organisations.some((one) => one.slug === params.org)) localStorage.setItem('muster-org', params.org)
  },
  component: Shell,
})

/** The filters of a list are in its address: whatever is in there and is text. */
const filters = (search: Record<string, unknown>): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(search).flatMap(([key, value]) =>
      ['string', 'number', 'boolean'].includes(typeof value) ? [[key, String(value)]] : [],
    ),
  )

const screen = { getParentRoute: () => organisation, validateSearch: filters } as const

const screens = [
  createRoute({ ...screen, path: '/now', component: lazyRouteComponent(() => codeOf(() => import('./routes/now/now.tsx')), 'Now') }),
  createRoute({
    ...screen,
    path: '/board',
    component: lazyRouteComponent(() => codeOf(() => import('./routes/board/board.tsx')), 'Board'),
  }),
  createRoute({
    ...screen,
    path: '/welcome',
    component: lazyRouteComponent(() => codeOf(() => import('./routes/welcome/welcome.tsx')), 'Welcome'),
  }),
  createRoute({
    ...screen,
    path: '/incidents',
    component: lazyRouteComponent(() => codeOf(() => import('./routes/incidents/incidents.tsx')), 'Incidents'),
  }),
  createRoute({
    ...screen,
    path: '/incidents/$number',
    component: lazyRouteComponent(() => codeOf(() => import('./routes/incident/incident.tsx')), 'Incident'),
  }),
  createRoute({
    ...screen,
    path: '/incidents/$number/brief',
    component: lazyRouteComponent(() => codeOf(() => import('./routes/incident/brief.tsx')), 'Brief'),
  }),
  createRoute({
    ...screen,
    path: '/follow-ups',
    component: lazyRouteComponent(() => codeOf(() => import('./routes/follow-ups/follow-ups.tsx')), 'FollowUps'),
  }),
  createRoute({
    ...screen,
    path: '/alerts',
    component: lazyRouteComponent(() => codeOf(() => import('./routes/alerts/alerts.tsx')), 'Alerts'),
  }),
  createRoute({
    ...screen,
    path: '/alerts/$alert',
    component: lazyRouteComponent(() => codeOf(() => import('./routes/alerts/alert.tsx')), 'Alert'),
  }),
  createRoute({
    ...screen,
    path: '/services',
    component: lazyRouteComponent(() => codeOf(() => import('./routes/services/services.tsx')), 'Services'),
  }),
  createRoute({
    ...screen,
    path: '/services/$service',
    component: lazyRouteComponent(() => codeOf(() => import('./routes/services/service.tsx')), 'Service'),
  }),
  createRoute({
    ...screen,
    path: '/people',
    component: lazyRouteComponent(() => codeOf(() => import('./routes/people/people.tsx')), 'People'),
  }),
  createRoute({
    ...screen,
    path: '/people/$person',
    component: lazyRouteComponent(() => codeOf(() => import('./routes/people/person.tsx')), 'Person'),
  }),
  createRoute({
    ...screen,
    path: '/me',
    component: lazyRouteComponent(() => codeOf(() => import('./routes/my-page/my-page.tsx')), 'MyPage'),
  }),
  createRoute({
    ...screen,
    path: '/policies',
    component: lazyRouteComponent(() => codeOf(() => import('./routes/policies/policies.tsx')), 'Policies'),
  }),
  createRoute({
    ...screen,
    path: '/policies/$policy',
    component: lazyRouteComponent(() => codeOf(() => import('./routes/policies/policy.tsx')), 'Policy'),
  }),
  createRoute({
    ...screen,
    path: '/schedules/$schedule',
    component: lazyRouteComponent(() => codeOf(() => import('./routes/schedules/schedule.tsx')), 'Schedule'),
  }),
  createRoute({
    ...screen,
    path: '/integrations',
    component: lazyRouteComponent(() => codeOf(() => import('./routes/integrations/integrations.tsx')), 'Integrations'),
  }),
  createRoute({
    ...screen,
    path: '/integrations/$service/$integration',
    component: lazyRouteComponent(() => codeOf(() => import('./routes/integrations/integration.tsx')), 'Integration'),
  }),
  createRoute({
    ...screen,
    path: '/settings',
    component: lazyRouteComponent(() => codeOf(() => import('./routes/settings/settings.tsx')), 'Settings'),
  }),
  createRoute({
    ...screen,
    path: '/settings/$section',
    component: lazyRouteComponent(() => codeOf(() => import('./routes/settings/settings.tsx')), 'Settings'),
  }),
  createRoute({
    ...screen,
    path: '/settings/protocol/$pack',
    component: lazyRouteComponent(() => codeOf(() => import('./routes/packs/editor.tsx')), 'PackEditor'),
  }),
] as const

export function createConsoleRouter(queries: QueryClient) {
  const router = createRouter({
    routeTree: root.addChildren([home, signIn, join, organisation.addChildren(screens)]),
    context: { queries },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultPendingMs: 150,
    defaultPendingComponent: () => <Loading />,
    defaultErrorComponent: ({ error, reset }) => <Failed error={error} retry={reset} />,
  })
  // The code of the first screen comes while everything else is still being asked for.
  for (const { routeId } of router.matchRoutes(router.latestLocation))
    void router.loadRouteChunk(router.routesById[routeId as keyof typeof router.routesById])
  return router
}
