// "Accepted means durable" holds only on a database that keeps what it committed, ours or the operator's own.

type Query = (text: string) => Promise<Record<string, unknown>[]>

const SAFE: Record<string, string[]> = {
  fsync: ['on'],
  full_page_writes: ['on'],
  // Both remote levels wait for the local disk too.
  synchronous_commit: ['on', 'remote_apply', 'remote_write'],
}

/** Ask with the role that will do the work: synchronous_commit can differ for each role and database. */
export async function assertDurable(query: Query): Promise<void> {
  const faults: string[] = []
  for (const [name, safe] of Object.entries(SAFE)) {
    const [row] = await query(`show ${name}`)
    const value = String(row?.[name])
    if (!safe.includes(value)) faults.push(`${name} is ${value}`)
  }
  if (faults.length === 0) return
  throw new Error(
    `This database may lose what it has confirmed: ${faults.join(', ')}. A page that was accepted must survive a power cut: set fsync, full_page_writes and synchronous_commit to on.`,
  )
}
