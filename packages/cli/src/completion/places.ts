// Every place in the tree of commands, with the words that may follow there.
import type { Command } from 'commander'

export type Word = { text: string; says: string }
export type Place = { path: string; commands: Word[]; options: Word[] }

export function places(command: Command, above = '', inherited: readonly Word[] = []): Place[] {
  const path = above === '' ? command.name() : `${above} ${command.name()}`
  const own = command.options
    .filter((option) => !option.hidden)
    .map((option) => ({ text: option.long ?? option.flags, says: option.description }))
  // Only the first program's options are understood everywhere.
  const handedDown = above === '' ? own.filter((word) => word.text !== '--version') : inherited
  const options = [...own, ...(above === '' ? [] : inherited), { text: '--help', says: 'display help' }]
  const commands = command.commands.map((one) => ({ text: one.name(), says: one.summary() || one.description() }))
  const choices = command.registeredArguments.flatMap((argument) =>
    (argument.argChoices ?? []).map((text) => ({ text, says: argument.description })),
  )
  return [{ path, commands: [...commands, ...choices], options }, ...command.commands.flatMap((one) => places(one, path, handedDown))]
}
