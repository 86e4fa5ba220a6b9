// Counts tests from Vitest's JSON report. Whatever went wrong without being a test counts as one that failed.
export type Tally = { passed: number; failed: number; skipped: number; failures: readonly string[] }

type Assertion = { status: string; fullName: string }
type File = { name: string; status: string; message: string; assertionResults: readonly Assertion[] }
export type Report = { testResults: readonly File[] }

export type Ending = { name: string; code: number; report: Report | undefined }

export function tally({ name, code, report }: Ending): Tally {
  const files = report?.testResults ?? []
  const tests = files.flatMap((file) => file.assertionResults.map((test) => ({ ...test, file: file.name })))
  const failed = tests.filter((test) => test.status === 'failed')
  // A file that does not load, or whose set-up fails, has no failed test to show for it.
  const broken = files.filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'))
  const failures = [
    ...failed.map((test) => `${test.file}: ${test.fullName}`),
    ...broken.map((file) => `${file.name}: ${file.message.split('\n')[0] ?? 'did not load'}`),
  ]
  const silent = code !== 0 && failures.length === 0 ? [`${name} ended with code ${code}: see above`] : []
  return {
    passed: tests.filter((test) => test.status === 'passed').length,
    failed: failures.length + silent.length,
    skipped: tests.length - failed.length - tests.filter((test) => test.status === 'passed').length,
    failures: [...failures, ...silent],
  }
}

export function sum(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((total, one) => total + one.passed, 0),
    failed: tallies.reduce((total, one) => total + one.failed, 0),
    skipped: tallies.reduce((total, one) => total + one.skipped, 0),
    failures: tallies.flatMap((one) => one.failures),
  }
}
