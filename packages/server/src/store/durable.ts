// Refuses a database that may lose what it has committed: "accepted" would be a lie on it.
import type { Db } from './db.ts'

export async function assertDurable(db: Db): Promise<void> {
  const wrong: string[] = []
  for (const name of ['fsync', 'full_page_writes', 'synchronous_commit']) {
    const [row] = await db.query<Record<string, string>>(`select current_setting('${name}') as value`)
    if (row?.['value'] === 'off') wrong.push(name)
  }
  if (wrong.length > 0)
    throw new Error(
      `The database may lose commits: ${wrong.join(', ')} ${wrong.length === 1 ? 'is' : 'are'} off. Turn on what is off, then start again.`,
    )
}
