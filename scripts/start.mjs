// npm start [-- options of muster serve]; --watch restarts the server when its sources change.
import { readFileSync } from 'node:fs'
import { hand, main } from './bootstrap.mjs'
import { say } from './bootstrap/place.mjs'

const args = process.argv.slice(2)
const watch = args.includes('--watch') ? ['--watch', '--watch-preserve-output'] : []
// A small nursery: the default keeps some 80 MB more after a storm than the server can use.
const { config } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

await main(async () => {
  // A console that cannot be built keeps nobody from being paged.
  if ((await hand('scripts/web/build.ts')) !== 0) say('the console could not be built; paging and the API work without it.')
  return hand('packages/cli/src/main.ts', ['serve', ...args.filter((arg) => arg !== '--watch')], [config.serverNodeArgs, ...watch])
})
