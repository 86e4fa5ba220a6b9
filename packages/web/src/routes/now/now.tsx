// The first screen: is anything wrong, who has it, am I on call.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { reading, useOrg } from '../../api/use-api.ts'
import { Declare } from '../../parts/declare.tsx'
import { IncidentRows } from '../../parts/incident-rows.tsx'
import { MoreOpen } from '../../parts/more-open.tsx'
import { BOARD } from '../../paths.ts'
import { useScreenKeys } from '../../shell/keys.ts'
import { Part, Screen } from '../../ui/screen.tsx'
import { Shown } from '../../ui/states.tsx'
import { localZone } from '../../ui/times.ts'
import { Gaps, Mine, OnCallNow } from './on-call.tsx'
import classes from './now.module.css'
import { Quiet } from './quiet.tsx'
import type { NowView } from './view.ts'

export function Now() {
  const org = useOrg()
  const query = useQuery(reading(org, ['incidents', 'now'], (api) => api.now.show({ timeZone: localZone() })))
  const open = query.data?.incidents.length ?? 0
  return (
    <Screen
      title={query.data === undefined ? 'Now' : headline(query.data)}
      tabTitle={open > 0 ? `(${open}) Now` : 'Now'}
      wide
      actions={
        <>
          {open > 1 && (
            <Link to={BOARD.to} params={{ org }} className={classes['board']}>
              Board: all of them at once
            </Link>
          )}
          <Declare />
        </>
      }
    >
      <Shown query={query}>{(now) => <Standing now={now} />}</Shown>
    </Screen>
  )
}

function Standing({ now }: { now: NowView }) {
  const chosen = useChosenRow(now.incidents.length)
  return (
    <div className={classes['now']}>
      <div className={classes['mine']}>
        <Mine now={now} />
      </div>
      <div>
        {now.incidents.length === 0 ? (
          <Quiet now={now} />
        ) : (
          <IncidentRows incidents={now.incidents} label="Open incidents" chosen={chosen} />
        )}
        {now.more > 0 && <MoreOpen count={now.more} />}
      </div>
      <aside className={classes['aside']}>
        <Part title="On call now">
          <OnCallNow now={now} />
        </Part>
        {now.gaps.length > 0 && (
          <Part title="Nobody on call">
            <Gaps now={now} />
          </Part>
        )}
      </aside>
    </div>
  )
}

function headline({ incidents, more }: NowView): string {
  const open = incidents.length + more
  if (open === 0) return 'All quiet'
  const without = incidents.filter(({ holder }) => holder === null).length
  const words = open === 1 ? '1 open incident' : `${open} open incidents`
  if (without === 0) return `${words}, all answered`
  return open === 1 ? `${words}, not answered` : `${words}, ${without} not answered`
}

/** j and k walk the rows, Enter opens: the links themselves take the focus. */
function useChosenRow(rows: number): number | undefined {
  const [chosen, setChosen] = useState<number>()
  const keys = useMemo(() => {
    const walk = (step: number) => () =>
      setChosen((before) => {
        const row = before === undefined ? 0 : Math.min(rows - 1, Math.max(0, before + step))
        document.querySelector<HTMLElement>(`[data-row="${row}"]`)?.focus()
        return row
      })
    return [
      { key: 'j', says: 'Next incident; Enter opens it', press: walk(1) },
      { key: 'k', says: 'The one before', press: walk(-1) },
    ]
  }, [rows])
  useScreenKeys(keys)
  return chosen
}
