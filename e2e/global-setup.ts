// The console is built once, before the first browser asks for it.
import { buildWeb } from '../scripts/web/build.ts'

export async function setup(): Promise<void> {
  await buildWeb()
}
