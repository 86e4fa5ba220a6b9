// The words one person reads on one screen, made when the call is made, so that counts and times are today's.
import type { Message } from '@muster/adapters/channel.ts'
import { clip, clockTime, shortText, SHORT_LIMIT, subjectText, TITLE_LIMIT, titleText } from '@muster/core/page/message.ts'
import type { Grade } from '@muster/core/vocabulary.ts'
import type { Claimed } from '../../store/outbox.ts'
import type { World } from '../../world.ts'
import { answerUrl } from '../../links.ts'

/** What is sent, and what its incident's protocol calls its severity. */
export type Graded = Claimed & { grade: Grade }

export function messageFor(world: World, claimed: Graded, bundled: number): Message {
  if (claimed.kind === 'page') return pageMessage(world, claimed, bundled)
  return claimed.words.reason === 'update' ? updateMessage(world, claimed) : noticeMessage(world, claimed, bundled)
}

function pageMessage(world: World, claimed: Graded, bundled: number): Message {
  const { incident, person, service, attempt, grade } = claimed
  const words = { ...incident, grade, service: service.name, timeZone: person.timeZone, attempt }
  const others = `${bundled} more ${bundled === 1 ? 'incident' : 'incidents'}`
  const asked = claimed.words.text === undefined ? '' : `${claimed.words.text}. `
  const title = `${asked}${bundled > 0 ? `${incident.title} (and ${others})` : incident.title}`
  const lines = [
    ...(claimed.words.text === undefined ? [] : [claimed.words.text]),
    `Since ${clockTime(incident.openedAt, person.timeZone)} (${person.timeZone}), ${brought(incident.alertCount)}, #${incident.number}.`,
    ...(service.whatToDo === null ? [] : [service.whatToDo]),
    ...(bundled > 0 ? [`${others} of this service with it: one answer is for all.`] : []),
    ...(attempt > 1 ? ['This may be a repeat: the first try was cut off.'] : []),
    incident.title,
  ]
  return {
    key: claimed.key,
    attempt,
    kind: 'page',
    short: shortText({ ...words, title }),
    title: titleText({ ...words, title }),
    body: lines.join('\n'),
    url: answerUrl(world, claimed),
    severity: incident.severity,
    sentAt: world.clock.now(),
    ...threadFor(claimed),
    number: incident.number,
  }
}

/** Pages, news and updates of one incident are one conversation, under one name. */
const threadFor = ({ incidentId, incident, service }: Graded) => ({
  thread: incidentId,
  subject: subjectText({ ...incident, service: service.name }),
})

/** None: a person has declared it. */
const brought = (alerts: number): string => (alerts === 0 ? 'declared by hand' : `${alerts} ${alerts === 1 ? 'alert' : 'alerts'}`)

/** Word for people outside the room: whole, as somebody wrote it. */
function updateMessage(world: World, claimed: Graded): Message {
  const { incident, service, words } = claimed
  const text = words.text ?? ''
  const { label } = claimed.grade
  return {
    key: claimed.key,
    attempt: claimed.attempt,
    kind: 'notice',
    short: clip(`${label} ${service.name}: ${text}`, SHORT_LIMIT),
    title: clip(`${label} ${service.name}, #${incident.number}: ${text}`, TITLE_LIMIT),
    body: `${text}\n\n${label} ${service.name} #${incident.number}: ${incident.title}`,
    url: null,
    severity: incident.severity,
    sentAt: world.clock.now(),
    ...threadFor(claimed),
    number: incident.number,
  }
}

function noticeMessage(world: World, claimed: Graded, bundled: number): Message {
  const { incident, service, words } = claimed
  const text = `${words.text ?? 'News'}${bundled > 0 ? ` (and so for ${bundled} more ${bundled === 1 ? 'incident' : 'incidents'} of this service)` : ''}`
  const title = titleText({ ...incident, grade: claimed.grade, service: service.name })
  return {
    key: claimed.key,
    attempt: claimed.attempt,
    kind: 'notice',
    short: clip(`${text}. ${title}`, SHORT_LIMIT),
    title: clip(`${text}. ${title}`, SHORT_LIMIT),
    body: `${text}.\n${service.name} #${incident.number}: ${incident.title}`,
    url: null,
    severity: incident.severity,
    sentAt: world.clock.now(),
    ...threadFor(claimed),
    number: incident.number,
  }
}
