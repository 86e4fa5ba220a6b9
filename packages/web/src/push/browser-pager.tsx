// Ringing this browser: its state in words, the one button, and what stands in the way.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { apiOf } from '../api/client.ts'
import { reading, useOrg } from '../api/use-api.ts'
import { Button } from '../ui/button.tsx'
import { NotDone } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import classes from './browser-pager.module.css'
import { browserName, isInstalled, pagerState, refresh, subscribe, unsubscribe, type PagerState } from './subscription.ts'

const WORDS: Readonly<Record<PagerState, { says: string; hint: string }>> = {
  insecure: {
    says: '▲ This page came over plain http: no browser allows a pager here.',
    hint: 'Whoever runs the server sets MUSTER_TLS_CERT and MUSTER_TLS_KEY, or puts a proxy with TLS in front and sets MUSTER_URL to the https address. docs/reference/tls.md says how, for Caddy and nginx. Until then use ntfy or e-mail.',
  },
  'needs-install': {
    says: '▲ On iPhone and iPad only installed pages may ring.',
    hint: 'Press Share, then Add to Home Screen, open Muster from there, and come back to this page.',
  },
  unsupported: { says: '▲ This browser has no push messages.', hint: 'Use another one, or ntfy or e-mail.' },
  denied: {
    says: '▲ Notifications of this page are blocked in this browser.',
    hint: 'Press the sign left of the address, allow notifications, and load this page again.',
  },
  off: {
    says: 'This browser does not ring.',
    hint: 'It asks for your permission once. A page can then be acknowledged from the notification.',
  },
  on: { says: '✓ This browser rings.', hint: 'It also rings when no page of Muster is open. Test it once, among your contacts.' },
}

export function BrowserPager({ person }: { person: string }) {
  const org = useOrg()
  const queries = useQueryClient()
  const state = useQuery({ queryKey: [org, 'account', 'pager'], queryFn: pagerState, staleTime: 0 })
  const browsers = useQuery(reading(org, ['config', 'browsers', person], (api) => api.browsers.list({ person })))
  const change = useMutation({
    networkMode: 'always',
    mutationFn: (on: boolean) => (on ? subscribe(apiOf(org), person) : unsubscribe(apiOf(org), person)),
    onSettled: () => Promise.all([state.refetch(), browsers.refetch(), queries.invalidateQueries({ queryKey: [org, 'config'] })]),
  })
  useEffect(() => {
    if (state.data === 'on') refresh(apiOf(org), person).catch(() => undefined)
  }, [org, person, state.data])
  const now = state.data ?? 'off'
  const others = browsers.data?.items ?? []
  return (
    <div className={classes['pager']}>
      <div role="status">
        <p className={now === 'on' ? classes['on'] : now === 'off' ? 'strong' : classes['blocked']}>{WORDS[now].says}</p>
        <p className="muted">{WORDS[now].hint}</p>
      </div>
      {now === 'off' && (
        <Button primary onClick={() => change.mutate(true)} loading={change.isPending}>
          Ring this browser
        </Button>
      )}
      {now === 'on' && (
        <Button onClick={() => change.mutate(false)} loading={change.isPending}>
          Ring it no more
        </Button>
      )}
      {change.error !== null && <PagerNotDone error={change.error} />}
      {!isInstalled() && now !== 'insecure' && now !== 'needs-install' && (
        <p className="muted small">
          On a phone, install Muster from the browser’s menu (Install, or Add to Home Screen): then the phone lets it ring longer in the
          background.
        </p>
      )}
      {others.length > 0 && (
        <ul className={classes['browsers']} aria-label="Browsers that ring">
          {others.map(({ contact, name, service, refreshedAt, goneAt }) => (
            <li key={contact}>
              <span className="strong foreign">{name}</span>{' '}
              <span className="muted small">
                by {service} ·{' '}
                {goneAt === null ? (
                  <>
                    confirmed <Time at={refreshedAt} />
                  </>
                ) : (
                  <>
                    ▲ gone since <Time at={goneAt} />: open Muster in it again, or remove it
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="muted small">Here: {browserName()}.</p>
    </div>
  )
}

/** The browser's own refusals come without a word of ours. */
function PagerNotDone({ error }: { error: Error }) {
  if (error.message === 'The permission was not given')
    return <p role="alert">You did not allow notifications, so nothing was changed. Press the button again to be asked again.</p>
  if (error instanceof DOMException)
    return <p role="alert">The browser could not reach its push service. Check its connection, or use ntfy or e-mail instead.</p>
  return <NotDone error={error} />
}
