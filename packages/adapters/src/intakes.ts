// Every door a monitor can knock on, by the kind an integration names.
import { alertmanagerIngest } from './alertmanager/ingest.ts'
import { alertmanagerWebhook } from './alertmanager/webhook.ts'
import { genericWebhook } from './generic/intake.ts'
import type { Intake } from './intake.ts'
import { pagerDutyChanges, pagerDutyEvents } from './pagerduty/intake.ts'

export const intakes = {
  'pagerduty-events': pagerDutyEvents,
  'pagerduty-changes': pagerDutyChanges,
  'alertmanager-webhook': alertmanagerWebhook,
  'alertmanager-ingest': alertmanagerIngest,
  generic: genericWebhook,
} as const satisfies Record<string, Intake>

export type IntakeKind = keyof typeof intakes
