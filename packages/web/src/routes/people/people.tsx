// On call: my shifts, who holds each schedule for the next two weeks, and everybody with what will ring them.
import { Screen, Part } from '../../ui/screen.tsx'
import { Shown } from '../../ui/states.tsx'
import { managedReason, useDocument } from '../../parts/config.ts'
import { Everybody } from './everybody.tsx'
import { MyShifts } from './my-shifts.tsx'
import { NextTwoWeeks } from './next-two-weeks.tsx'

export function People() {
  const query = useDocument()
  return (
    <Screen title="On call" wide intro={managedReason(query.data)}>
      <MyShifts />
      <Part title="The next two weeks">
        <Shown query={query} rows={4}>
          {(document) => <NextTwoWeeks document={document} />}
        </Shown>
      </Part>
      <Everybody document={query.data} />
    </Screen>
  )
}
