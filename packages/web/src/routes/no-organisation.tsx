// Signed in, and a member of nothing.
import { Empty } from '../ui/states.tsx'

export function NoOrganisation() {
  return (
    <main style={{ padding: 24 }}>
      <Empty title="You belong to no organisation here">Ask an administrator to invite the e-mail address you signed in with.</Empty>
    </main>
  )
}
