// Runs steps two at a time, one line for each as it ends, and what the failed ones had to say after that.
import { runStep, type Ran, type Step } from './steps.ts'

const atOnce = 2

export async function runSteps(steps: readonly Step[]): Promise<readonly Ran[]> {
  const waiting = [...steps]
  const ran: Ran[] = []
  const width = Math.max(...steps.map((step) => step.name.length))
  const work = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const result = await runStep(step)
      console.log(`${result.ok ? 'ok  ' : 'FAIL'}  ${step.name.padEnd(width)}  ${result.seconds.toFixed(1)} s`)
      ran.push(result)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  for (const { step, output } of ran.filter((result) => !result.ok)) console.log(`\n── ${step.name}\n${output.trimEnd()}`)
  return ran
}
