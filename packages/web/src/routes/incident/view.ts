// What the server answers about one incident.
import type { Api } from '../../api/client.ts'

export type IncidentView = Awaited<ReturnType<Api['incidents']['show']>>
export type LogView = Awaited<ReturnType<Api['incidents']['log']>>['items'][number]
export type LadderPage = IncidentView['pages'][number]
export type Rung = LadderPage['ladder'][number]
