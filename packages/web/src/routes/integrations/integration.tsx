// One key: what it sent last and what became of it, a test to send, its set-up, its mapping, and a new key.
import { Select } from '@mantine/core'
import { SIGNAL_SEVERITIES, type SignalSeverity } from '@muster/core/vocabulary.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { failureOf } from '../../api/failure.ts'
import { useRoleReason } from '../../api/session.ts'
import { reading, useDoing, useOrg } from '../../api/use-api.ts'
import { managedReason, useDocument } from '../../parts/config.ts'
import { SIGNAL_LOOKS } from '../../parts/signal-severity.tsx'
import { AskFirst } from '../../ui/ask-first.tsx'
import { Button } from '../../ui/button.tsx'
import { Part, Screen } from '../../ui/screen.tsx'
import { Empty, NotDone, Shown } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import classes from './integrations.module.css'
import { KINDS } from '../../parts/integration-kinds.ts'
import type { IntegrationView } from './kinds.ts'
import { MappingEditor } from './mapping-editor.tsx'
import { SetUp, TheKey } from './set-up.tsx'
import { Signals } from './signals.tsx'

const WATCH_MS = 1000

export function Integration() {
  const org = useOrg()
  const { service = '', integration = '' } = useParams({ strict: false })
  const [sent, setSent] = useState<string | null>(null)
  const query = useQuery({
    ...reading(org, ['alerts', 'integration', service, integration], (api) => api.integrations.show({ service, integration })),
    // A signal on its way tells nobody live until it is decided.
    refetchInterval: ({ state: { data } }) => (isOnItsWay(data, sent) ? WATCH_MS : false),
  })
  const [newKey, setNewKey] = useState<string | null>(null)
  if (query.data === undefined && query.error !== null && failureOf(query.error).kind === 'missing')
    return (
      <Screen title="No such integration">
        <Empty
          title="It was removed, or the address is wrong."
          action={
            <Link to="/o/$org/integrations" params={{ org }}>
              All integrations
            </Link>
          }
        />
      </Screen>
    )
  const shown = query.data
  return (
    <Screen
      title={shown === undefined ? integration : `${shown.slug} of ${shown.service.name}`}
      intro={shown !== undefined && <Intro integration={shown} />}
      actions={shown !== undefined && <Rotate integration={shown} told={setNewKey} />}
      wide
    >
      <Shown query={query}>
        {(one) => (
          <>
            {newKey !== null && <TheKey value={newKey} />}
            <Part title="Last signals">
              <SendTest integration={one} sent={setSent} />
              <Signals signals={one.signals} sent={sent} />
            </Part>
            <Part title="Set-up">
              <SetUp kind={one.kind} newKey={newKey} />
            </Part>
            {one.kind === 'generic' && (
              <Part title="Mapping">
                <MappingEditor integration={one} />
              </Part>
            )}
          </>
        )}
      </Shown>
    </Screen>
  )
}

function isOnItsWay(integration: IntegrationView | undefined, sent: string | null): boolean {
  if (integration === undefined) return false
  const found = integration.signals.find(({ id }) => id === sent)
  return integration.signals.some(({ fate }) => fate === 'waiting') || (sent !== null && found === undefined)
}

function Intro({ integration }: { integration: IntegrationView }) {
  const org = useOrg()
  return (
    <p>
      {KINDS[integration.kind].name} ·{' '}
      <Link to="/o/$org/services/$service" params={{ org, service: integration.service.slug }}>
        {integration.service.name}
      </Link>{' '}
      · {integration.accepted} taken in{integration.repeated > 0 && `, ${integration.repeated} of them repeats`}
      {integration.inQuarantine > 0 && <span className={classes['bad']}> · {integration.inQuarantine} in quarantine</span>}
      {integration.lastSignalAt !== null && (
        <>
          {' '}
          · last <Time at={integration.lastSignalAt} />
        </>
      )}
    </p>
  )
}

function SendTest({ integration, sent }: { integration: IntegrationView; sent: (signal: string) => void }) {
  const role = useRoleReason('lead')
  const [severity, setSeverity] = useState<SignalSeverity>('info')
  const send = useDoing(
    (api) => api.integrations.sendTest({ service: integration.service.slug, integration: integration.slug, severity }),
    ['alerts'],
  )
  return (
    <div className={classes['test']}>
      <Select
        aria-label="How grave the test is"
        size="md"
        className={classes['severity'] ?? ''}
        allowDeselect={false}
        value={severity}
        data={SIGNAL_SEVERITIES.map((value) => ({ value, label: SIGNAL_LOOKS[value].word }))}
        onChange={(value) => setSeverity(SIGNAL_SEVERITIES.find((one) => one === value) ?? 'info')}
      />
      <Button
        disabledReason={role}
        loading={send.isPending}
        onClick={() => send.mutate(undefined, { onSuccess: ({ signal }) => sent(signal) })}
      >
        Send a test signal
      </Button>
      <p className="muted small">It is marked as a test, and pages as a real one does.</p>
      <NotDone error={send.error} />
    </div>
  )
}

function Rotate({ integration, told }: { integration: IntegrationView; told: (key: string) => void }) {
  const { data: document } = useDocument()
  const role = useRoleReason('lead')
  const rotate = useDoing(
    (api) => api.integrations.rotateKey({ service: integration.service.slug, integration: integration.slug }),
    ['alerts', 'config'],
  )
  return (
    <AskFirst
      panel="rotate"
      title="Make a new key?"
      says="The old key is refused within a few seconds. Until the monitor has the new one, nothing it sends arrives."
      verb="Make a new key"
      act={() => rotate.mutateAsync().then(({ key }) => told(key))}
      error={rotate.error}
      pending={rotate.isPending}
      disabledReason={role ?? managedReason(document)}
    >
      Rotate the key…
    </AskFirst>
  )
}
