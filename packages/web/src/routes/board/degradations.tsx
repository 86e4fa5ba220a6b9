// What is left degraded because somebody decided that it may be: written down, and lifted by a person.
import { Modal, Select, Textarea } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useRoleReason } from '../../api/session.ts'
import { useOrg } from '../../api/use-api.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { usePanel } from '../../ui/panel.ts'
import { NotDone } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { useUnsent } from '../../ui/unsent.ts'
import { useRecordOn, type BoardView } from './board.ts'
import classes from './board.module.css'

export function Degradations({ board }: { board: BoardView }) {
  const whyNot = useRoleReason('responder')
  const { opened, open, close } = usePanel('degraded')
  return (
    <>
      {board.degradations.length === 0 && <p className="muted">Nothing is accepted as degraded. What has to wait is said here.</p>}
      <ul className={classes['list']} aria-label="Degraded meanwhile">
        {board.degradations.map((one) => (
          <Accepted key={`${one.on.number} ${one.seq}`} one={one} whyNot={whyNot} />
        ))}
      </ul>
      <Button disabledReason={whyNot} onClick={open} aria-keyshortcuts="d">
        Accept a degradation…
      </Button>
      <Modal
        opened={opened && whyNot === null}
        onClose={close}
        title="What stays degraded meanwhile?"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {opened && <Form board={board} close={close} />}
      </Modal>
    </>
  )
}

function Accepted({ one: { on, seq, text, by, at, until }, whyNot }: { one: BoardView['degradations'][number]; whyNot: string | null }) {
  const org = useOrg()
  const record = useRecordOn()
  return (
    <li>
      <p className="foreign">{text}</p>
      <p className="muted small">
        <Link to="/o/$org/incidents/$number" params={{ org, number: String(on.number) }}>
          #{on.number}
        </Link>{' '}
        · {by}, <Time at={at} />
        {until !== null && (
          <>
            {' '}
            · until <Time at={until} only="clock" />
          </>
        )}
      </p>
      <Button
        size="compact-sm"
        aria-label={`Not any more: ${text}`}
        disabledReason={whyNot}
        loading={record.isPending}
        onClick={() => record.mutate({ number: on.number, entry: { type: 'degradation.lifted', of: seq } })}
      >
        Not any more
      </Button>
      <NotDone error={record.error} />
    </li>
  )
}

const HOURS = [
  { value: '', label: 'Until it is lifted' },
  { value: '1', label: '1 h' },
  { value: '4', label: '4 h' },
  { value: '24', label: 'A day' },
] as const
type Hours = (typeof HOURS)[number]['value']

const HOUR_MS = 3_600_000

function Form({ board: { rows, at }, close }: { board: BoardView; close: () => void }) {
  const org = useOrg()
  const [text, setText] = useUnsent(`${org}-degraded`)
  const [number, setNumber] = useState<string | null>(String(rows[0]?.number ?? ''))
  const [hours, setHours] = useState<Hours>('')
  const record = useRecordOn()
  const missing = text.trim() === '' ? 'Say what stays degraded first.' : number === null ? 'Choose the incident it belongs to.' : null
  const send = () => {
    const until = hours === '' ? {} : { until: new Date(Date.parse(at) + Number(hours) * HOUR_MS).toISOString() }
    record.mutate(
      { number: Number(number), entry: { type: 'degradation.accepted', text: text.trim(), ...until } },
      {
        onSuccess: () => {
          setText('')
          close()
        },
      },
    )
  }
  return (
    <form
      className={classes['form']}
      aria-label="What stays degraded meanwhile?"
      onSubmit={(event) => {
        event.preventDefault()
        if (missing === null) send()
      }}
    >
      <Textarea
        data-autofocus
        label="What has to wait"
        placeholder="Reports stay empty while payments are mended"
        autosize
        minRows={2}
        size="md"
        maxLength={2000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Select label="Written down in" size="md" allowDeselect={false} value={number} data={rows.map(choiceOf)} onChange={setNumber} />
      <Choice label="How long" value={hours} choices={HOURS} onChange={setHours} />
      <Button primary type="submit" loading={record.isPending} disabledReason={missing}>
        Accept it
      </Button>
      <NotDone error={record.error} />
    </form>
  )
}

export const choiceOf = ({ number, title }: { number: number; title: string }) => ({ value: String(number), label: `#${number} ${title}` })
