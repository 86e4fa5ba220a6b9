// What can be done with an entry of the story: pin it, put it under its right name, or put it right.
import { Button } from '../../ui/button.tsx'
import { usePanelOf } from '../../ui/panel.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { NotDone } from '../../ui/states.tsx'
import type { Marks } from './entry-marks.ts'
import { FilePicture, FileWords, isFile } from './files/log-file.tsx'
import { CorrectForm } from './protocol/correct.tsx'
import { EntryForm } from './protocol/entry-form.tsx'
import { canBeCorrected, wordsOf, type Field } from './protocol/entry-words.ts'
import { useRecord, useWhyNot } from './protocol/protocol.ts'
import classes from './protocol/protocol.module.css'
import type { IncidentView, LogView } from './view.ts'

export const useEntry = () => usePanelOf('entry')

/** What something said in passing can be taken up as. */
const TAKEN_UP = [
  { way: 'finding', type: 'finding.noted', label: 'Make it a finding…' },
  { way: 'think', type: 'hypothesis.stated', label: 'Make it what we think…' },
  { way: 'impact', type: 'impact.noted', label: 'Make it the impact…' },
  { way: 'decision', type: 'decision.made', label: 'Make it a decision…' },
  { way: 'follow', type: 'followup.created', label: 'Make it a follow-up…' },
] as const

export const canBeTakenUp = ({ type, body }: LogView): boolean => canBeCorrected({ type, body }) && typeof body['text'] === 'string'

type Props = {
  incident: IncidentView
  entries: readonly LogView[]
  marks: (seq: number) => Marks
  isPinned: (seq: number) => boolean
}

export function EntrySheet({ incident, entries, marks, isPinned }: Props) {
  const { at, close } = useEntry()
  const [seq, way] = at?.split('.') ?? []
  const entry = at === null ? undefined : entries.find((one) => one.seq === Number(seq))
  return (
    <Sheet opened={entry !== undefined} onClose={close} title={way === 'correct' ? 'What is wrong with it?' : 'This entry'}>
      {entry !== undefined && (
        <Chosen key={at} incident={incident} entry={entry} way={way} marks={marks(entry.seq)} isPinned={isPinned(entry.seq)} />
      )}
    </Sheet>
  )
}

type ChosenProps = { incident: IncidentView; entry: LogView; way: string | undefined; marks: Marks; isPinned: boolean }

function Chosen({ incident, entry, way, marks, isPinned }: ChosenProps) {
  const { open, close } = useEntry()
  const taken = TAKEN_UP.find((one) => one.way === way)
  const isShown = isFile(entry) && !marks.isTakenBack
  if (way === 'correct') return <CorrectForm incident={incident} entry={entry} putRight={marks.putRight} close={close} />
  if (taken !== undefined)
    return (
      <EntryForm
        incident={incident}
        roles={[]}
        type={taken.type}
        fixed={{ madeFrom: entry.seq }}
        fields={fieldsOf(taken.type)}
        before={{ text: marks.putRight ?? String(entry.body['text'] ?? '') }}
        says={wordsOf(taken.type)?.says ?? taken.label}
        onDone={close}
      />
    )
  return (
    <>
      <p className="foreign">{isShown ? <FileWords incident={incident} entry={entry} /> : entry.says}</p>
      {isShown && <FilePicture incident={incident} entry={entry} caption={marks.putRight} />}
      <div className={classes['stack']}>
        <Pin incident={incident} entry={entry} isPinned={isPinned} onDone={close} />
        {canBeTakenUp(entry) &&
          TAKEN_UP.filter(({ type }) => type !== entry.type).map((one) => (
            <Button key={one.way} onClick={() => open(`${entry.seq}.${one.way}`)}>
              {one.label}
            </Button>
          ))}
        {canBeCorrected(entry) && <Button onClick={() => open(`${entry.seq}.correct`)}>Correct it…</Button>}
      </div>
    </>
  )
}

const fieldsOf = (type: string): readonly Field[] => wordsOf(type)?.fields ?? []

function Pin({ incident, entry, isPinned, onDone }: { incident: IncidentView; entry: LogView; isPinned: boolean; onDone: () => void }) {
  const record = useRecord(incident)
  const whyNot = useWhyNot()
  const pin = () => record.mutate({ type: isPinned ? 'entry.unpinned' : 'entry.pinned', entry: entry.seq }, { onSuccess: onDone })
  return (
    <>
      <Button primary={!isPinned} disabledReason={whyNot} loading={record.isPending} onClick={pin}>
        {isPinned ? 'Take the pin away' : 'Pin it above the story'}
      </Button>
      <NotDone error={record.error} />
    </>
  )
}
