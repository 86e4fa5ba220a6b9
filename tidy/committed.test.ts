// Nothing of one machine, or of one network, is committed.
import { expect, test } from 'vitest'
import { linesWith, read, texts } from './repository.ts'

const prose = texts.filter((file) => !file.startsWith('tidy/') && file !== 'LICENSE')

// A user's home, a workplace, a temporary folder of one run. Paths every machine has (/usr/bin, /etc) are nobody's.
const machinePath = /(^|[\s'"`=(:,])\/(root|home\/[a-z]|Users\/[A-Za-z]|work\/|workspace\/|mnt\/|tmp\/[\w-]+\/)/

test('no path of one machine is committed', () => {
  expect(linesWith(machinePath, prose)).toEqual([])
})

const registry =
  /registry\.npmjs\.org|registry\.yarnpkg\.com|npm\.pkg\.github\.com|artifactory|\/repository\/npm|verdaccio|"resolved": "(https?|git)/

test('no registry is named, not even by the lockfile', () => {
  expect(linesWith(registry, prose)).toEqual([])
})

type Entry = { link?: boolean; version?: string; integrity?: string; optionalDependencies?: Record<string, string> }

test('the lockfile installs everywhere: every platform is in it, each package with its checksum', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Entry> }
  const entries = Object.entries(packages)
  const unchecked = entries.filter(([place, one]) => place.includes('node_modules/') && !one.link && one.integrity === undefined)
  const optional = entries.flatMap(([, one]) => Object.keys(one.optionalDependencies ?? {}))
  const absent = optional.filter((name) => !entries.some(([place]) => place.endsWith(`node_modules/${name}`)))
  expect({ unchecked: unchecked.map(([place]) => place), absent: [...new Set(absent)] }).toEqual({ unchecked: [], absent: [] })
})

test('no secret and no private key is committed', () => {
  const secret = /-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(ghp|gho|npm)_[A-Za-z0-9]{30,}|\bxox[bp]-\d{10,}-|\bAKIA[0-9A-Z]{16}\b/
  expect(linesWith(secret, prose)).toEqual([])
})
