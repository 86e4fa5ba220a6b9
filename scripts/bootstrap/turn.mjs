// One at a time across processes: whoever holds the highest numbered ticket works, the others wait until it is done or dead.
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { root, say } from './place.mjs'

const folder = join(root, '.cache', 'bootstrap')
const beatMs = 5_000
const deadAfterMs = 180_000

export async function inTurn(work) {
  mkdirSync(folder, { recursive: true })
  const ticket = await take()
  const workers = [process.pid]
  const beat = setInterval(() => utimesSync(path(ticket), new Date(), new Date()), beatMs)
  // An npm that outlives its killed parent is still writing: it holds the ticket too.
  const watch = (pid) => {
    workers.push(pid)
    replace(ticket, workers)
  }
  try {
    return await work(watch)
  } finally {
    clearInterval(beat)
    replace(ticket, [])
  }
}

async function take() {
  let told = false
  for (;;) {
    const highest = Math.max(0, ...tickets())
    if (highest === 0 || isOver(highest)) {
      const mine = highest + 1
      if (create(mine) && isHighest(mine)) return mine
      continue
    }
    if (!told) say('another run is installing the dependencies; waiting for it…')
    told = true
    await wait(200)
  }
}

// The highest ticket is never removed, so a latecomer that re-creates a lower number sees that it is late.
function isHighest(mine) {
  const all = tickets()
  if (Math.max(...all) !== mine) {
    rmSync(path(mine), { force: true })
    return false
  }
  for (const old of all) if (old < mine) rmSync(path(old), { force: true })
  return true
}

// A link fails when the name is taken and appears with its contents whole: nobody reads a half-written ticket.
function create(number) {
  const draft = `${path(number)}.${process.pid}`
  writeFileSync(draft, JSON.stringify([process.pid]))
  try {
    linkSync(draft, path(number))
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function replace(number, pids) {
  const draft = `${path(number)}.${process.pid}`
  writeFileSync(draft, JSON.stringify(pids))
  renameSync(draft, path(number))
}

function isOver(number) {
  try {
    const pids = JSON.parse(readFileSync(path(number), 'utf8'))
    return !pids.some(isAlive) || Date.now() - statSync(path(number)).mtimeMs > deadAfterMs
  } catch (error) {
    if (error.code === 'ENOENT') return false
    throw error
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

const path = (number) => join(folder, `ticket-${number}`)

const tickets = () => readdirSync(folder).flatMap((name) => (/^ticket-\d+$/.test(name) ? [Number(name.slice(7))] : []))
