// What surrounds every screen of an organisation: menu, banner, palette, keys, the live stream.
import { useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useRouter, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useOrg } from '../api/use-api.ts'
import { follow } from '../live/follow.ts'
import { SCREENS } from '../paths.ts'
import { useArmed } from '../siren/armed.ts'
import { useAccount } from './account.ts'
import { Banner } from './banner.tsx'
import { useKeys } from './keys.ts'
import { KeysHelp } from './keys-help.tsx'
import { Palette } from './palette.tsx'
import { PersonMenu } from './person-menu.tsx'
import { Toasts } from './toasts.tsx'
import classes from './shell.module.css'

/** On a phone: four within reach of a thumb, the rest behind "More". */
const ON_PHONE = ['Now', 'Incidents', 'Alerts', 'On call']

/** Only whoever switched it on loads it. */
const Siren = lazy(async () => ({ default: (await import('../siren/siren.tsx')).Siren }))

export function Shell() {
  const org = useOrg()
  const account = useAccount(org)
  const armed = useArmed()
  const queries = useQueryClient()
  const [open, setOpen] = useState<'palette' | 'keys' | 'more' | null>(null)
  const main = useRef<HTMLElement>(null)
  useEffect(() => follow(org, queries), [org, queries])
  useKeys(org, { palette: () => setOpen('palette'), help: () => setOpen('keys') })
  useHeadingFocus(main)
  usePreload(org)
  if (account === 'shut') return null
  return (
    <div className={classes['shell']}>
      <a className={classes['skip']} href="#main">
        Skip to the screen
      </a>
      <header className={classes['top']}>
        <Link to="/o/$org/now" params={{ org }} className={classes['brand']}>
          <span aria-hidden="true">◆</span> Muster
        </Link>
        <button type="button" className={classes['find']} onClick={() => setOpen('palette')} aria-keyshortcuts="Control+K">
          Go to, or do… <kbd>Ctrl K</kbd>
        </button>
        <PersonMenu onKeys={() => setOpen('keys')} />
      </header>
      <nav className={classes['menu']} aria-label="Screens" data-more={open === 'more' || undefined}>
        {SCREENS.map(({ to, label }) => (
          <Link
            key={to}
            to={to}
            params={{ org }}
            className={classes['item']}
            data-phone={ON_PHONE.includes(label) || undefined}
            activeProps={{ 'aria-current': 'page' }}
            onClick={() => setOpen(null)}
          >
            {label}
          </Link>
        ))}
        <button
          type="button"
          className={classes['more']}
          aria-expanded={open === 'more'}
          onClick={() => setOpen(open === 'more' ? null : 'more')}
        >
          More
        </button>
      </nav>
      <main id="main" ref={main} className={classes['main']} tabIndex={-1}>
        <Banner account={account} />
        <Suspense>{armed && <Siren />}</Suspense>
        <Outlet />
      </main>
      <Palette opened={open === 'palette'} close={() => setOpen(null)} />
      <KeysHelp opened={open === 'keys'} close={() => setOpen(null)} />
      <Toasts />
    </div>
  )
}

const PRELOAD_AFTER_MS = 1500

/** The other screens' code comes while nobody waits for it, so that going there costs no round trip. */
function usePreload(org: string): void {
  const router = useRouter()
  useEffect(() => {
    const timer = setTimeout(async () => {
      // Only asking for it makes a session that is in use last longer.
      void fetch('/api/auth/get-session').catch(() => undefined)
      for (const { to } of SCREENS) await router.preloadRoute({ to, params: { org } }).catch(() => undefined)
      await router.preloadRoute({ to: '/o/$org/incidents/$number', params: { org, number: '0' } }).catch(() => undefined)
    }, PRELOAD_AFTER_MS)
    return () => clearTimeout(timer)
  }, [org, router])
}

/** After a change of screen the reader hears where they are; the first screen is announced by the page itself. */
function useHeadingFocus(main: React.RefObject<HTMLElement | null>): void {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const last = useRef(path)
  useEffect(() => {
    if (last.current !== undefined && last.current !== path) main.current?.querySelector('h1')?.focus({ preventScroll: true })
    last.current = path
  }, [path, main])
}
