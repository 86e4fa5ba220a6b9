// How the communication of an incident stands, in words: the verdict first, then each audience, then the questions that wait.
import type { CommunicationView } from '@muster/contract/communication.ts'
import { promiseWords } from '@muster/core/comms/promises.ts'
import type { Io } from '../io.ts'
import { paragraph, table } from './table.ts'
import { when } from './times.ts'

export function communicationText({ says, promises, audiences, queue, mine }: CommunicationView, io: Io): string {
  const counted = promiseWords(promises)
  const rows = audiences.map((one) => [one.name, one.lastAt === null ? 'nothing yet' : when(one.lastAt, io), one.says])
  return [
    paragraph(says, io),
    ...(counted === null ? [] : [paragraph(counted, io)]),
    table({ columns: [{ title: 'Audience' }, { title: 'Last word' }, { title: 'How it stands', flexible: true }], rows }, io),
    ...(queue.length === 0 ? [] : [questionsText('Questions that wait', queue, io)]),
    ...(mine.length === 0 ? [] : [questionsText('What you asked', mine, io)]),
  ].join('\n')
}

function questionsText(title: string, questions: CommunicationView['queue'], io: Io): string {
  const rows = questions.map(({ seq, by, text, askedAt, answer }) => [`${seq}`, by, when(askedAt, io), text, answer?.text ?? 'not yet'])
  const columns = [
    { title: 'No' },
    { title: 'Asked by', flexible: 8 },
    { title: 'At', flexible: 9 },
    { title: 'Question', flexible: true },
    { title: 'Answer', flexible: true },
  ] as const
  return `${title}\n${table({ columns, rows }, io)}`
}
