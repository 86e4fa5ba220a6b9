// npm run check: types, lint, format, unused code and the repository's tests of itself.
import { hand, main } from './bootstrap.mjs'

await main(() => hand('scripts/check/main.ts', process.argv.slice(2)))
