// As root, PostgreSQL runs as somebody else: what that user can reach, and what is said when it cannot.
import { chmodSync, mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startEmbedded } from './embedded.ts'
import { defaultDataFolder, makeFolder } from './folders.ts'
import { barrier, ownerFor } from './owner.ts'

let home = ''

beforeEach(() => {
  home = realpathSync(mkdtempSync(path.join(tmpdir(), 'muster-reach-')))
  chmodSync(home, 0o755)
})

afterEach(() => rmSync(home, { recursive: true, force: true }))

const stranger = { name: 'nobody', uid: 65_534, gid: 65_534 }

test('a closed folder on the way is named, however deep below it the place is', () => {
  makeFolder(path.join(home, 'closed'), 0o700)
  expect(barrier(path.join(home, 'closed/not/there/yet'), stranger)).toBe(path.join(home, 'closed'))
  expect(barrier(path.join(home, 'not/there/yet'), stranger)).toBe(null)
})

test('folders are made open enough whatever the umask', () => {
  const before = process.umask(0o077)
  try {
    makeFolder(path.join(home, 'one/two'), 0o711)
  } finally {
    process.umask(before)
  }
  expect(statSync(path.join(home, 'one')).mode & 0o777).toBe(0o755)
  expect(statSync(path.join(home, 'one/two')).mode & 0o777).toBe(0o711)
})

test('the data folder is beside the code when it can be reached there', () => {
  expect(defaultDataFolder(home)).toBe(path.join(home, '.muster'))
})

describe.runIf(process.getuid?.() === 0)('as root', () => {
  test('PostgreSQL runs as an ordinary user', () => {
    expect(ownerFor(path.join(home, 'pg18'))?.uid).toBeGreaterThan(0)
  })

  test('a checkout that this user cannot enter gets a data folder elsewhere, always the same one', () => {
    chmodSync(home, 0o700)
    expect(defaultDataFolder(home)).toMatch(/^\/var\/lib\/muster\/[0-9a-f]{12}$/)
    expect(defaultDataFolder(home)).toBe(defaultDataFolder(home))
  })

  test('a data folder that this user cannot enter is refused with what to do, and its mode is left alone', async () => {
    chmodSync(home, 0o700)
    await expect(startEmbedded({ dataFolder: path.join(home, 'data'), log: () => undefined })).rejects.toThrow(
      new RegExp(`may not enter ${home}, .* Set MUSTER_DATA to a folder elsewhere`),
    )
    expect(statSync(home).mode & 0o777).toBe(0o700)
  })
})
