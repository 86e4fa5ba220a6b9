// Everything that can be said about the code without running the product. Ends with 1 when any step fails.
import { runSteps } from './run-steps.ts'
import { formatStep, lintStep, tidyStep, typeSteps, unusedStep } from './steps.ts'

const ran = await runSteps([tidyStep, lintStep, formatStep, unusedStep, ...typeSteps()])
const failed = ran.filter((result) => !result.ok)
console.log(failed.length === 0 ? '\neverything holds' : `\nfailed: ${failed.map((result) => result.step.name).join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
