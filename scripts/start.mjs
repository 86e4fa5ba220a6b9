// npm start [-- options of muster serve]; --watch restarts the server when its sources change.
import { hand, main } from './bootstrap.mjs'

const args = process.argv.slice(2)
const watch = args.includes('--watch') ? ['--watch', '--watch-preserve-output'] : []

await main(() => hand('packages/cli/src/main.ts', ['serve', ...args.filter((arg) => arg !== '--watch')], watch))
