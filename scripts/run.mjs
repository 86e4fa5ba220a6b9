// Runs one of our programs on the pinned Node, installing what is missing first: node scripts/run.mjs <program.ts> [its arguments].
import { hand, main } from './bootstrap.mjs'

const [program, ...args] = process.argv.slice(2)

await main(() => hand(program, args))
