// The words one person reads on one screen, made when the call is made, so that counts and times are today's.
import type { Message } from '@muster/adapters/channel.ts'
import { clip, clockTime, shortText, SHORT_LIMIT, titleText } from '@muster/core/page/message.ts'
import type { Claimed } from '../../store/outbox.ts'
import type { World } from '../../world.ts'
import { answerUrl } from '../../links.ts'

export function messageFor(world: World, claimed: Claimed, bundled: number): Message {
  return claimed.kind === 'page' ? pageMessage(world, claimed, bundled) : noticeMessage(world, claimed)
}

function pageMessage(world: World, claimed: Claimed, bundled: number): Message {
  const { incident, person, service, attempt } = claimed
  const title = bundled > 0 ? `${incident.title} (and ${bundled} more incidents)` : incident.title
  const short = shortText({ ...incident, title, service: service.name, timeZone: person.timeZone, attempt })
  const lines = [
    `${service.name}: ${incident.title}`,
    `Since ${clockTime(incident.openedAt, person.timeZone)} (${person.timeZone}), ${incident.alertCount} ${incident.alertCount === 1 ? 'alert' : 'alerts'}.`,
    ...(bundled > 0 ? [`${bundled} more incidents of this service travel with this page; one answer is for all of them.`] : []),
    ...(service.whatToDo === null ? [] : [service.whatToDo]),
    ...(attempt > 1 ? ['This may be a repeat: the first try was cut off.'] : []),
  ]
  return {
    key: claimed.key,
    attempt,
    kind: 'page',
    short,
    title: titleText({ ...incident, service: service.name }),
    body: lines.join('\n'),
    url: answerUrl(world, claimed),
    severity: incident.severity,
    sentAt: world.clock.now(),
  }
}

function noticeMessage(world: World, claimed: Claimed): Message {
  const { incident, service, words } = claimed
  const text = words.text ?? 'News'
  const title = titleText({ ...incident, service: service.name })
  return {
    key: claimed.key,
    attempt: claimed.attempt,
    kind: 'notice',
    short: clip(`${text}: ${title}. ${incident.title}`, SHORT_LIMIT),
    title: clip(`${text}: ${title}`, 120),
    body: `${incident.title}\n${text}.`,
    url: null,
    severity: incident.severity,
    sentAt: world.clock.now(),
  }
}
