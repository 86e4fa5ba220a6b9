// Debian's Alertmanager reads its templates from a path compiled into it; here the copy we unpacked is told to find them beside itself.
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const builtIn = '/usr/share/prometheus/alertmanager'
export const relocatedProgram = 'usr/bin/alertmanager'

// Inside a Go program a string cannot change its length, and slashes may repeat.
const besideItself = `/proc/self/cwd${'alertmanager'.padStart(builtIn.length - '/proc/self/cwd'.length, '/')}`

const wrapper = `#!/bin/sh
# The program looks for its templates in the folder it is started in.
here=$(dirname "$(readlink -f "$0")")
cd "$here/../share/prometheus" && exec "$here/prometheus-alertmanager" "$@"
`

export async function relocateAlertmanager(root: string): Promise<void> {
  const program = join(root, 'usr/bin/prometheus-alertmanager')
  const bytes = await readFile(program)
  for (let at = bytes.indexOf(builtIn); at !== -1; at = bytes.indexOf(builtIn, at)) bytes.write(besideItself, at, 'latin1')
  await writeFile(program, bytes)
  await writeFile(join(root, relocatedProgram), wrapper)
  await chmod(join(root, relocatedProgram), 0o755)
}
