// Letters for the browser on a machine without fonts: DejaVu unpacked beside the tools, and a font configuration that finds it.
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exists, unpackOnce } from './debian.ts'

// Paths are relative to this file, so the folder can be renamed into place and the cache moved.
const configuration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">usr/share/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <alias><family>sans-serif</family><prefer><family>DejaVu Sans</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
`

export async function fontsEnv(cache: string): Promise<Record<string, string>> {
  if ((await exists('/etc/fonts/fonts.conf')) && (await hasFonts('/usr/share/fonts'))) return {}
  const folder = await unpackOnce(join(cache, 'fonts'), {
    packages: ['fonts-dejavu-core'],
    programs: [],
    finish: (root) => writeFile(join(root, 'fonts.conf'), configuration),
  })
  return { FONTCONFIG_FILE: join(folder, 'fonts.conf') }
}

async function hasFonts(folder: string): Promise<boolean> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  return names.some((name) => /\.(ttf|otf|ttc)$/.test(name))
}
