// Blaming words are found where they blame, and nowhere else: what a machine did, or what is quoted, is told as it is.
import { describe, expect, test } from 'vitest'
import { blameIn } from './neutral.ts'

const people = ['Ann Lee', 'Ben', 'José', 'Mark']

describe('[HF-03] [CU-02] words that blame are found', () => {
  test.each([
    ['Who broke checkout?', 'Who broke'],
    ['We need to find out who caused this.', 'who caused'],
    ['Whose fault is it?', 'Whose fault'],
    ['This is your fault.', 'your fault'],
    ['You are to blame for the outage', 'You are to blame'],
    ['Ben is to blame', 'Ben is to blame'],
    ['You should have tested it', 'You should have'],
    ["You shouldn't have deployed on a Friday", "You shouldn't have"],
    ['Ann should have rolled back at once', 'Ann should have'],
    ['Ann Lee should have rolled back at once', 'Ann Lee should have'],
    ['we should have known', 'we should have known'],
    ['They should have checked the dashboard', 'They should have checked'],
    ['Ben forgot to renew the certificate', 'Ben forgot'],
    ['Somebody forgot the flag', 'Somebody forgot'],
    ['José failed to run the migration', 'José failed to'],
    ['the platform team failed to tell us', 'the platform team failed to'],
    ['She broke the build again', 'She broke the'],
    ['nobody even bothered to look', 'nobody even bothered'],
    ["Why didn't you call?", "Why didn't you"],
    ['That was a careless change', 'careless'],
    ['pure incompetence', 'incompetence'],
    ['Root cause: human error', 'human error'],
  ])('%s', (text, found) => {
    expect(blameIn(text, people).map((one) => one.found)).toEqual([found])
  })
})

describe('[HF-03] [CU-02] words that blame nobody are left alone', () => {
  test.each([
    'The server failed to start.',
    'Pods failed to start; they should have restarted by now.',
    'Checkout should have failed over to the second region.',
    'the replica should have caught up by 14:30',
    'It broke at 14:02 after the deploy.',
    'Error: "user should have role admin"',
    'The log says `careless whisper: who broke the pipe`',
    '> Who broke checkout?\nWe answer that it is being looked into.',
    'Customers write “this is your fault”.',
    "The message is 'you should have a token'.",
    '```\npanic: somebody forgot to close the channel\n```',
    'Your fault tolerance settings are off',
    'our fault injection test ran at noon',
    'page fault in kernel, segmentation fault in worker',
    'The session that caused the lock is 4711',
    'sloppy quorum reads, lazy loading of images',
    'the job failed to acquire the lease because the lease was held',
    'The DNS change is to blame for the timeouts',
    'git blame shows the line is from 2019',
    'Who has the database password?',
    'Who is on call for payments?',
    'Ann restarted the gateway and Ben watches the queue.',
    'Mark the runbook step as failed to be run again.',
    'Markers should have been visible',
    'We should have an answer by 15:00',
    'You should have received the link by now; please confirm.',
    'The impact is negligible',
    'We failed over to region B.',
    'users who forgot their password cannot reset it',
    'the team has failed over to the second region',
    "It's not known yet whose sessions are affected",
  ])('%s', (text) => {
    expect(blameIn(text, people)).toEqual([])
  })
})

test('[HF-03] every phrase has other words, and each offer stands once', () => {
  const found = blameIn('Who broke it? Whose fault is it? Ben forgot the flag, that was careless.', people)
  expect(found.map(({ found: phrase }) => phrase)).toEqual(['Who broke', 'Ben forgot', 'careless'])
  expect(new Set(found.map(({ offer }) => offer)).size).toBe(found.length)
})

test('[HF-03] a long text and strange names are looked through at once, and end', () => {
  const long = `${'you should '.repeat(180)}"`
  expect(blameIn(long, ['(a+)+$', '[', '*'])).toEqual([])
})
