// How people sign in here, and what whoever runs the server sets to change it.
import { useQuery } from '@tanstack/react-query'
import { reading } from '../../api/use-api.ts'
import { Part } from '../../ui/screen.tsx'
import { Shown } from '../../ui/states.tsx'
import classes from './settings.module.css'

export function SignInWays() {
  const ways = useQuery(reading('', ['account', 'ways-in'], (api) => api.account.waysIn({})))
  return (
    <Part title="Sign-in">
      <Shown query={ways} rows={3}>
        {({ passkey, oidc }) => (
          <ul className={classes['list']}>
            <Way name="Password" on says="At least 10 characters. After five wrong ones in a minute the door is shut for a while." />
            <Way
              name="Passkeys"
              on={passkey}
              says={
                passkey
                  ? 'Each person adds theirs on My page.'
                  : 'Browsers allow them over https only. Set MUSTER_TLS_CERT and MUSTER_TLS_KEY, or put a proxy with TLS in front, and set MUSTER_URL to the https address.'
              }
            />
            <Way
              name={oidc?.name ?? 'Identity provider (OIDC)'}
              on={oidc !== null}
              says={
                oidc === null
                  ? 'Set MUSTER_OIDC_ISSUER, MUSTER_OIDC_CLIENT_ID and MUSTER_OIDC_CLIENT_SECRET, then start the server again. MUSTER_OIDC_NAME is what the button says.'
                  : `Signs in accounts with the same confirmed e-mail address, and those who were invited. At the provider, allow the address ${location.origin}/api/auth/callback/oidc`
              }
            />
          </ul>
        )}
      </Shown>
    </Part>
  )
}

function Way({ name, on, says }: { name: string; on: boolean; says: string }) {
  return (
    <li className={classes['row']}>
      <div>
        <p className="strong">{name}</p>
        <p className="muted small">{says}</p>
      </div>
      <span className={on ? classes['ok'] : 'muted'}>{on ? '✓ On' : 'Off'}</span>
    </li>
  )
}
