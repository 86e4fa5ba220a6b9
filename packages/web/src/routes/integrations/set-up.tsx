// What to paste where: a tab a sender, with the real address and, once, the real key.
import { Tabs } from '@mantine/core'
import type { Kind } from '../../parts/integration-kinds.ts'
import { Raw } from '../../parts/raw-body.tsx'
import classes from './integrations.module.css'
import { RECIPES } from './kinds.ts'

/** Stands where the key would: only its digest is kept, so it is shown once. */
const UNKNOWN_KEY = 'YOUR-KEY'

export function SetUp({ kind, newKey }: { kind: Kind; newKey: string | null }) {
  const recipes = RECIPES[kind]({ server: location.origin, key: newKey ?? UNKNOWN_KEY })
  return (
    <Tabs defaultValue={recipes[0]?.title ?? null} keepMounted={false}>
      <Tabs.List aria-label="Sender">
        {recipes.map(({ title }) => (
          <Tabs.Tab key={title} value={title} className={classes['tab'] ?? ''}>
            {title}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {recipes.map(({ title, before, text, after }) => (
        <Tabs.Panel key={title} value={title} className={classes['recipe'] ?? ''}>
          <p>{before}</p>
          <Raw text={text} label={`Set-up for ${title}`} />
          {after !== undefined && <p className="muted small">{after}</p>}
        </Tabs.Panel>
      ))}
      {newKey === null && (
        <p className="muted small">{UNKNOWN_KEY} stands for the key. It was shown once, when it was made; rotate it to get another.</p>
      )}
    </Tabs>
  )
}

export function TheKey({ value }: { value: string }) {
  return (
    <div className={classes['key']} role="status">
      <p className="strong">This is the key. Copy it now: it is shown only this once.</p>
      <Raw text={value} label="The new key" />
    </div>
  )
}
