// Deciding what comes first: the incidents as they stand, moved by their handle or the arrow keys, and why.
import { Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useRoleReason } from '../../api/session.ts'
import { SeverityMark } from '../../parts/severity.tsx'
import { Button } from '../../ui/button.tsx'
import { moved, Ordered } from '../../ui/ordered.tsx'
import { usePanel } from '../../ui/panel.ts'
import { NotDone } from '../../ui/states.tsx'
import { useDecideOrder, type BoardView, type Row } from './board.ts'
import classes from './board.module.css'

export function DecideOrder({ board: { rows } }: { board: BoardView }) {
  const whyNot = useRoleReason('responder')
  const { opened, close } = usePanel('order')
  const heads = rows.filter(({ under }) => under === null)
  const isOpen = opened && whyNot === null && heads.length > 1
  return (
    <Modal opened={isOpen} onClose={close} title="What comes first?" closeButtonProps={{ 'aria-label': 'Close' }}>
      {isOpen && <Form heads={heads} close={close} />}
    </Modal>
  )
}

/** What comes in meanwhile is asked about afterwards. */
function Form({ heads, close }: { heads: readonly Row[]; close: () => void }) {
  const [order, setOrder] = useState<readonly Row[]>(heads)
  const [why, setWhy] = useState('')
  const decide = useDecideOrder()
  return (
    <form
      className={classes['form']}
      aria-label="What comes first?"
      onSubmit={(event) => {
        event.preventDefault()
        decide.mutate({ order: order.map(({ number }) => number), why: why.trim() }, { onSuccess: close })
      }}
    >
      <p className="muted">By what it does to the business, not by how hard it is to mend. Parts go with their umbrella.</p>
      <div className={classes['ordered']}>
        <Ordered
          items={order}
          label="The order"
          nameOf={({ number, title }) => `#${number} ${title}`}
          fixed={null}
          move={(from, to) => setOrder(moved(order, from, to))}
        >
          {({ number, title, grade }) => (
            <div>
              <span className="foreign strong">
                #{number} {title}
              </span>{' '}
              <SeverityMark grade={grade} />
            </div>
          )}
        </Ordered>
      </div>
      <TextInput
        label="Why"
        placeholder="Nobody can pay; reports can wait"
        size="md"
        maxLength={500}
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
      <Button primary type="submit" loading={decide.isPending}>
        Decide this order
      </Button>
      <NotDone error={decide.error} />
    </form>
  )
}
