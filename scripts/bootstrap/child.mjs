// Runs a program in our place: its streams are ours, our signals are its, its ending becomes our exit code.
// The scripts in package.json start with exec: a shell left between npm and us would die of npm's signal and keep it to itself.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { Failure } from './place.mjs'

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2']
const echoMs = 1_000

export function runToEnd(command, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', env })
    const passOn = onceEach((signal) => child.kill(signal))
    for (const signal of forwarded) process.on(signal, passOn)
    child.once('error', (error) => reject(new Failure(`${command} could not be started: ${error.message}`)))
    child.once('exit', (code, signal) => {
      for (const name of forwarded) process.off(name, passOn)
      resolve(code ?? 128 + (constants.signals[signal] ?? 0))
    })
  })
}

// Ctrl-C reaches the child from the terminal itself, and npm repeats to us what the terminal said:
// a server that takes a second SIGINT for "stop at once" must see one.
function onceEach(pass) {
  const lastAt = new Map()
  return (signal) => {
    if (signal === 'SIGINT' && process.stdin.isTTY) return
    const now = performance.now()
    if (now - (lastAt.get(signal) ?? -Infinity) < echoMs) return
    lastAt.set(signal, now)
    pass(signal)
  }
}
