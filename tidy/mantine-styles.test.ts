// Only the styles of Mantine's parts that are used are sent; a part without its styles would look like a browser of 1995.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { files, read, root } from './repository.ts'

const mantine = join(root, 'node_modules', '@mantine', 'core')
/** Hang on parts that are used, and are not used themselves. */
const NOT_USED = new Set(['CheckboxCard', 'CheckboxIndicator', 'RadioCard', 'RadioIndicator'])

test('each part of Mantine that is used, and each that it is made of, has its styles', () => {
  const used = files
    .filter((file) => file.startsWith('packages/web/src/'))
    .flatMap((file) => [...read(file).matchAll(/import \{([^}]+)\} from '@mantine\/core'/g)])
    .flatMap(([, names = '']) => names.split(',').map((name) => name.trim().split(' ')[0] ?? ''))
  const sent = new Set([...read('packages/web/src/styles/mantine.css').matchAll(/styles\/(\w+)\.css/g)].map(([, name]) => name))
  const missing = [...stylesOf(used)].filter((name) => !sent.has(name) && !NOT_USED.has(name))
  expect({ isRead: used.length > 10, missing }).toEqual({ isRead: true, missing: [] })
})

/** Follows the imports of Mantine's own modules to every module of class names. */
function stylesOf(parts: readonly string[]): Set<string> {
  const styles = new Set<string>()
  const seen = new Set<string>()
  const waiting = parts.map((part) => join(mantine, 'esm', 'components', part, `${part}.mjs`)).filter((file) => existsSync(file))
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(/from "(\.[^"]+\.mjs)"/g)) waiting.push(join(dirname(file), from))
    const [, name] = /(\w+)\.module\.mjs$/.exec(file) ?? []
    if (name !== undefined && existsSync(join(mantine, 'styles', `${name}.css`))) styles.add(name)
  }
  return styles
}
