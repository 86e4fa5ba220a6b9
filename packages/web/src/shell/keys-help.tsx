// The list that ? shows: what the keyboard does everywhere, and on this screen.
import { Modal } from '@mantine/core'
import { PLACES } from '../paths.ts'
import { keysOfScreen } from './keys.ts'
import classes from './keys-help.module.css'

export function KeysHelp({ opened, close }: { opened: boolean; close: () => void }) {
  const here = opened ? keysOfScreen() : []
  return (
    <Modal opened={opened} onClose={close} title="Keys" size="md">
      {here.length > 0 && <Keys title="On this screen" keys={here.map(({ key, says }) => [key, says] as const)} />}
      <Keys title="Go to" keys={PLACES.map(({ key, label }) => [`g ${key}`, label] as const)} />
      <Keys
        title="Everywhere"
        keys={[
          ['Ctrl K', 'Go to, or do, by typing'],
          ['?', 'This list'],
          ['Esc', 'Close what is open'],
        ]}
      />
    </Modal>
  )
}

function Keys({ title, keys }: { title: string; keys: readonly (readonly [string, string])[] }) {
  return (
    <section>
      <h2>{title}</h2>
      <dl className={classes['keys']}>
        {keys.map(([key, says]) => (
          <div key={key}>
            <dt>
              {key.split(' ').map((one) => (
                <kbd key={one}>{one}</kbd>
              ))}
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
