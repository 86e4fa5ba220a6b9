// What is not going by the book: suggested ones first, then all of them by family; one press calls one.
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { toast } from '../../../shell/toast-list.ts'
import { Button } from '../../../ui/button.tsx'
import { Sheet } from '../../../ui/sheet.tsx'
import { NotDone, Shown } from '../../../ui/states.tsx'
import type { IncidentView } from '../view.ts'
import { usePlace } from './place.ts'
import { useProtocol, useRecord, useWhyNot, type Deviation, type Protocol } from './protocol.ts'
import classes from './protocol.module.css'

/** Its first move is a breath. */
const STEADY = 'hp-04'

const FAMILIES: Readonly<Record<string, string>> = {
  deviation: 'When the procedure fails',
  pressure: 'When people press',
  operations: 'When tools or docs fail',
  technical: 'When the fix fails',
  people: 'When people struggle',
  resources: 'When something is missing',
}

export function Deviate({ incident }: { incident: IncidentView }) {
  const { panel, shut } = usePlace()
  return (
    <Sheet opened={panel === 'deviate'} onClose={shut} title="What is not going by the book?">
      <Choices incident={incident} close={shut} />
    </Sheet>
  )
}

function Choices({ incident, close }: { incident: IncidentView; close: () => void }) {
  const query = useProtocol(incident)
  const record = useRecord(incident)
  const { go } = usePlace()
  const [words, setWords] = useState('')
  const calling = record.isPending && record.variables.type === 'deviation.invoked' ? record.variables.deviation : null
  const call = ({ id, name, first }: Deviation) =>
    record.mutate(
      { type: 'deviation.invoked', deviation: id },
      {
        onSuccess: () => {
          toast(`Called: ${name}. First: ${first}`)
          if (id === STEADY) go({ panel: 'breathe' })
          else close()
        },
      },
    )
  return (
    <>
      <p className={`muted ${classes['lead']}`}>One press calls it. It changes what is owed; it can be taken back in the story.</p>
      <TextInput
        aria-label="Find what applies"
        placeholder="Find: worse, customers, tired…"
        size="md"
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <NotDone error={record.error} />
      <Shown query={query} rows={6}>
        {(protocol) =>
          groupsOf(protocol, words).length === 0 ? (
            <p>Nothing here says that. Try another word, or say it in the story.</p>
          ) : (
            groupsOf(protocol, words).map(({ title, deviations }) => (
              <section key={title} aria-label={title} className={classes['family']}>
                <h2>{title}</h2>
                <ul className={classes['list']}>
                  {deviations.map((one) => (
                    <DeviationRow key={one.id} deviation={one} why={whyOf(protocol, one)} calling={calling} call={call} />
                  ))}
                </ul>
              </section>
            ))
          )
        }
      </Shown>
    </>
  )
}

type RowProps = { deviation: Deviation; why: string | null; calling: string | null; call: (one: Deviation) => void }

function DeviationRow({ deviation, why, calling, call }: RowProps) {
  const whyNot = useWhyNot()
  const { id, name, when, first, isCalled } = deviation
  const busy = calling !== null && calling !== id ? 'Another one is being called.' : null
  return (
    <li className={classes['deviation']}>
      <div>
        <p>
          <span className="strong">{name}</span>
          {isCalled && <span className={classes['called']}> ✓ Called</span>}
        </p>
        <p className="muted">{why ?? when}</p>
        <p className="muted small">First: {first}</p>
      </div>
      <Button
        aria-label={`${isCalled ? 'Call again' : 'Call'}: ${name}`}
        disabledReason={whyNot ?? busy}
        loading={calling === id}
        onClick={() => call(deviation)}
      >
        {isCalled ? 'Call again' : 'Call'}
      </Button>
    </li>
  )
}

const whyOf = ({ advice }: Protocol, { id }: Deviation): string | null => advice.find(({ deviation }) => deviation === id)?.why ?? null

function groupsOf({ deviations: all }: Protocol, words: string): { title: string; deviations: readonly Deviation[] }[] {
  const wanted = words.toLocaleLowerCase().split(/\s+/)
  const deviations = all.filter(({ id, name, when, first }) => {
    const said = `${id} ${name} ${when} ${first}`.toLocaleLowerCase()
    return wanted.every((word) => said.includes(word))
  })
  const rest = deviations.filter(({ isSuggested }) => !isSuggested)
  const families = [...new Set(rest.map(({ family }) => family))]
  return [
    { title: 'It looks like this', deviations: deviations.filter(({ isSuggested }) => isSuggested) },
    ...families.map((family) => ({ title: FAMILIES[family] ?? family, deviations: rest.filter((one) => one.family === family) })),
  ].filter((group) => group.deviations.length > 0)
}
