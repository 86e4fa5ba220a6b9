// Turning the siren on for this browser, hearing it once, and seeing whether the browser lets it sound.
import { Switch } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { arm, useArmed } from './armed.ts'
import classes from './siren.module.css'
import { silence, sound, soundState, wake } from './sound.ts'

const TEST_SECONDS = 3

const WORDS = {
  ready: '✓ This browser lets this page sound.',
  asleep: 'The browser waits for a press on this page before it lets it sound. Test it once after loading.',
  unsupported: '▲ This browser cannot make sounds from a page.',
} as const

export function SirenSetting() {
  const armed = useArmed()
  const [state, setState] = useState(soundState)
  const [testing, setTesting] = useState(false)
  const test = async () => {
    setState(await wake())
    sound(TEST_SECONDS)
    setTesting(true)
    setTimeout(() => setTesting(false), TEST_SECONDS * 1000)
  }
  return (
    <div className={classes['setting']}>
      <p className="muted">
        While Muster is open in a tab of this browser, it sounds when you are called: for the desk, and for the tablet beside the bed. It is
        no substitute for a contact that rings.
      </p>
      <Switch
        size="md"
        styles={{ thumb: { backgroundColor: 'var(--text)' }, track: { borderColor: 'var(--muted)' } }}
        label="Sound a siren here while I am being called"
        checked={armed}
        onChange={(event) => {
          arm(event.currentTarget.checked)
          void wake().then(setState, () => undefined)
        }}
      />
      <div className={classes['buttons']}>
        {testing ? (
          <Button
            onClick={() => {
              silence()
              setTesting(false)
            }}
          >
            Quiet
          </Button>
        ) : (
          <Button onClick={() => void test().catch(() => undefined)}>Test the siren</Button>
        )}
      </div>
      <p role="status" className="muted small">
        {testing ? 'It sounds now for three seconds. Nothing heard? Turn the volume of this device up.' : WORDS[state]}
      </p>
    </div>
  )
}
