// Completion scripts: made from the commands there are, and understood by the shell they are for.
import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { muster } from '../testing/terminal.ts'

async function complete(typed: string[]): Promise<string[]> {
  const { out } = await muster(['completion', 'bash'])
  const script = `${out}\nCOMP_WORDS=(muster "$@"); COMP_CWORD=$#; _muster; printf '%s\\n' "\${COMPREPLY[@]}"`
  return execFileSync('bash', ['-c', script, 'bash', ...typed], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '')
}

test('bash completes commands, and commands of commands', async () => {
  expect(await complete(['inc'])).toEqual(['incidents'])
  expect(await complete(['incidents', 're'])).toEqual(['resolve', 'readings', 'record', 'reassign'])
  expect(await complete(['pack', ''])).toEqual(['check', 'diff', 'rehearse', 'publish', 'list', 'show', 'ledger'])
})

test('bash completes options, with those understood everywhere', async () => {
  expect(await complete(['incidents', 'snooze', '--m'])).toEqual(['--minutes'])
  expect(await complete(['who', '--j'])).toEqual(['--json'])
})

test('where a folder is asked for, the shell offers its own', async () => {
  expect(await complete(['pack', 'check', ''])).toEqual([])
  expect(await complete(['pack', 'diff', '--e'])).toEqual(['--exit-code'])
})

test('bash finds its place behind options', async () => {
  expect(await complete(['--json', 'incidents', 'sn'])).toEqual(['snooze'])
})

test('bash completes the words an argument may be', async () => {
  expect(await complete(['completion', 'z'])).toEqual(['zsh'])
  expect(await complete(['schema', ''])).toEqual(['organisation', 'pack', 'rehearsal'])
})

test.each(['bash', 'zsh', 'fish'])('the %s script knows every command', async (shell) => {
  const [{ out: script }, { out: help }] = [await muster(['completion', shell]), await muster(['--help'])]
  const names = [...help.matchAll(/^ {2}([a-z][a-z-]+)/gm)].map((match) => match[1] ?? '').filter((name) => name !== 'help')
  expect(names.length).toBeGreaterThan(14)
  for (const name of names) expect(script).toContain(`muster ${name}`)
})
