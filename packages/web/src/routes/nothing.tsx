// An address that leads nowhere.
import { Empty } from '../ui/states.tsx'

export function Nothing() {
  return (
    <main style={{ padding: 24 }}>
      <Empty title="There is nothing at this address" action={<a href="/">To what is happening now</a>}>
        It may have been mistyped, or what it showed has been removed.
      </Empty>
    </main>
  )
}
