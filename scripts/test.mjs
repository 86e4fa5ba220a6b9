// npm test [-- filters]: the last line is always "N passed, N failed", even when nothing could be installed.
import { hand, main } from './bootstrap.mjs'

await main(
  () => hand('scripts/test/main.ts', process.argv.slice(2)),
  () => console.log('0 passed, 1 failed'),
)
