// The files the repository is made of, as git sees them: committed, or about to be.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export const root = dirname(import.meta.dirname)

const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })

export const files: readonly string[] = listed.split('\n').filter((file) => file !== '' && existsSync(join(root, file)))

export const read = (file: string): string => readFileSync(join(root, file), 'utf8')

export const isSource = (file: string): boolean => /\.(ts|tsx|mjs|js)$/.test(file)

const binary = /\.(png|jpg|jpeg|gif|webp|ico|woff2?|ttf|pdf|gz|zip|wasm|mp3|ogg)$/

export const texts = files.filter((file) => !binary.test(file))

// "file:12" for every line that matches: what a failed test shows is what there is to fix.
export function linesWith(pattern: RegExp, among: readonly string[]): readonly string[] {
  return among.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}  ${line.trim().slice(0, 100)}`] : [])),
  )
}
