#!/usr/bin/env node
// The entry of the command line: the real terminal goes in, an exit code comes out.
import { enableCompileCache } from 'node:module'
import path from 'node:path'

// Stripping types takes most of a start. The folder is the checkout's own: a shared one could be poisoned by others.
enableCompileCache(path.resolve(import.meta.dirname, '../../../.cache/compiled'))

// Only what is imported after that line is taken from there.
const { processIo } = await import('./io.ts')
const { run } = await import('./run.ts')

const code = await run(process.argv.slice(2), processIo())
// A server that ends badly has set its own code before it let go.
process.exitCode = code === 0 ? (process.exitCode ?? 0) : code
