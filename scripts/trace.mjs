// npm run trace [-- --json]: which tests prove which requirement, and which have none.
import { hand, main } from './bootstrap.mjs'

await main(() => hand('scripts/trace/main.ts', process.argv.slice(2)))
