// muster incidents: the group of everything a responder does with an incident.
import type { Command } from 'commander'
import type { Io } from '../../io.ts'
import { addAdd } from './add.ts'
import { addAlerts } from './alerts.ts'
import { addBoard } from './board.ts'
import { addBrief } from './brief.ts'
import { addCommunication } from './communication.ts'
import { addDeclare } from './declare.ts'
import { addKnown } from './known.ts'
import { addLinks } from './link.ts'
import { addList } from './list.ts'
import { addLog } from './log.ts'
import { addNow } from './now.ts'
import { addPrivacy } from './privacy.ts'
import { addReadings } from './readings.ts'
import { addReassign } from './reassign.ts'
import { addRecord } from './record.ts'
import { addResponses } from './respond.ts'
import { addSay } from './say.ts'
import { addShow } from './show.ts'
import { addSnooze } from './snooze.ts'

export function addIncidents(program: Command, io: Io): void {
  const incidents = program
    .command('incidents')
    .summary('see incidents and answer them')
    .description('See incidents and answer them. Without a further word: those that are open.')
  addList(incidents, io)
  addDeclare(incidents, io)
  addShow(incidents, io)
  addLog(incidents, io)
  addAlerts(incidents, io)
  addResponses(incidents, io)
  addSay(incidents, io)
  addNow(incidents, io)
  addKnown(incidents, io)
  addBrief(incidents, io)
  addReadings(incidents, io)
  addCommunication(incidents, io)
  addRecord(incidents, io)
  addSnooze(incidents, io)
  addReassign(incidents, io)
  addAdd(incidents, io)
  addLinks(incidents, io)
  addPrivacy(incidents, io)
  addBoard(incidents, io)
}
