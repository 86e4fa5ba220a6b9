// The tree of commands as a completion script in each shell's own language.
import type { Command } from 'commander'
import type { Shell } from '../commands/completion.ts'
import { places, type Place, type Word } from './places.ts'

export function completionScript(shell: Shell, program: Command): string {
  return scripts[shell](places(program))
}

const scripts = { bash, zsh, fish } as const satisfies Record<Shell, (all: readonly Place[]) => string>

const deeper = (all: readonly Place[]): string =>
  all
    .slice(1)
    .map((place) => `"${place.path}"`)
    .join('|')
const texts = (words: readonly Word[]): string => words.map((word) => word.text).join(' ')

function bash(all: readonly Place[]): string {
  return `# muster completion for bash: source <(muster completion bash)
_muster() {
  local at="muster" word words current="\${COMP_WORDS[COMP_CWORD]}"
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$at $word" in ${deeper(all)}) at="$at $word" ;; esac
  done
  case "$at" in
${all.map((place) => `    "${place.path}") words="${texts([...place.commands, ...place.options])}" ;;`).join('\n')}
  esac
  # Options only when asked for, so that files stay within reach.
  if [[ "$current" != -* ]]; then words=" $words "; words="\${words// --/ $'\\x01'}"; words="$(printf '%s' "$words" | tr ' ' '\\n' | grep -v $'\\x01')"; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _muster muster
`
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

function zsh(all: readonly Place[]): string {
  const described = (words: readonly Word[]) => words.map((word) => quoted(`${word.text.replaceAll(':', '\\:')}:${word.says}`)).join(' ')
  return `#compdef muster
# muster completion for zsh: source <(muster completion zsh), after compinit
_muster() {
  local at="muster" word
  local -a commands options
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$at $word" in ${deeper(all)}) at="$at $word" ;; esac
  done
  case "$at" in
${all.map((place) => `    "${place.path}") commands=(${described(place.commands)}); options=(${described(place.options)}) ;;`).join('\n')}
  esac
  if [[ "\${words[CURRENT]}" == -* ]]; then _describe option options
  elif (( \${#commands} )); then _describe command commands
  else _files
  fi
}
if [[ "\${funcstack[1]}" == _muster ]]; then _muster "$@"; else compdef _muster muster; fi
`
}

function fish(all: readonly Place[]): string {
  const line = (place: Place, word: Word) => {
    const what = word.text.startsWith('--') ? `-l ${word.text.slice(2)}` : `-f -a ${word.text}`
    return `complete -c muster -n 'test (__muster_at) = "${place.path}"' ${what} -d ${fishQuoted(word.says)}`
  }
  return `# muster completion for fish: muster completion fish | source
function __muster_at
  set -l at muster
  for word in (commandline -opc)[2..]
    switch "$at $word"
      case ${all
        .slice(1)
        .map((place) => `"${place.path}"`)
        .join(' ')}
        set at "$at $word"
    end
  end
  echo $at
end
${all.flatMap((place) => [...place.commands, ...place.options].map((word) => line(place, word))).join('\n')}
`
}

const fishQuoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
