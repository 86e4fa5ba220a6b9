// Who I am here: my page, another organisation, dark or light, sign out.
import { Menu, useMantineColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { meQuery } from '../api/session.ts'
import { useOrg } from '../api/use-api.ts'
import { noteSignedOut } from './account.ts'
import classes from './person-menu.module.css'

const SCHEMES = [
  ['dark', 'Dark'],
  ['light', 'Light'],
  ['auto', 'As this device'],
] as const

export function PersonMenu({ onKeys }: { onKeys: () => void }) {
  const org = useOrg()
  const { data: me } = useQuery(meQuery)
  const navigate = useNavigate()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const here = me?.organisations.find((one) => one.slug === org)
  const others = me?.organisations.filter((one) => one.slug !== org) ?? []
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <button type="button" className={classes['me']}>
          <span className={classes['name']}>{me?.account.name ?? '…'}</span>
          <span className="muted small">{here?.name}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void navigate({ to: '/o/$org/me', params: { org } })}>My page</Menu.Item>
        <Menu.Item onClick={onKeys}>Keys</Menu.Item>
        {others.length > 0 && <Menu.Label>Other organisations</Menu.Label>}
        {others.map(({ slug, name }) => (
          <Menu.Item key={slug} onClick={() => void navigate({ to: '/o/$org/now', params: { org: slug } })}>
            {name}
          </Menu.Item>
        ))}
        <Menu.Label>Colours</Menu.Label>
        {SCHEMES.map(([scheme, label]) => (
          <Menu.Item key={scheme} role="menuitemradio" aria-checked={colorScheme === scheme} onClick={() => setColorScheme(scheme)}>
            {label}
            {colorScheme === scheme && ' ✓'}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

async function signOut(): Promise<void> {
  await fetch('/api/auth/sign-out', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
  noteSignedOut()
  // Everything this tab has read goes with it.
  location.assign('/sign-in')
}
