// PostgreSQL's settings: small in memory, quick on small hot queue tables, and never a lost commit.
import { chmodSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { shortHash } from './folders.ts'

const DURABLE = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' }

const LEAN = {
  shared_buffers: '32MB',
  effective_cache_size: '512MB',
  max_connections: '60',
  huge_pages: 'off',
  jit: 'off',
  // Reads come from the page cache; three I/O workers would only take memory.
  io_method: 'sync',
  max_worker_processes: '4',
  max_parallel_workers_per_gather: '0',
  max_logical_replication_workers: '0',
  autovacuum_max_workers: '2',
  // A container's /dev/shm holds 64 MB; System V memory has no such limit, but on macOS it is tiny.
  dynamic_shared_memory_type: process.platform === 'linux' ? 'sysv' : 'posix',
}

const WRITE_AHEAD_LOG = {
  wal_level: 'minimal',
  max_wal_senders: '0',
  // The packages' build knows pglz only, not lz4.
  wal_compression: 'on',
  max_wal_size: '1GB',
  min_wal_size: '80MB',
  checkpoint_timeout: '15min',
}

const HOT_QUEUES = {
  autovacuum_naptime: '15s',
  autovacuum_vacuum_scale_factor: '0.05',
  autovacuum_analyze_scale_factor: '0.05',
  random_page_cost: '1.1',
  // A session whose server was killed ends, and frees its locks, even in the middle of a statement.
  client_connection_check_interval: process.platform === 'win32' ? '0' : '5s',
}

const WORDS = {
  // Messages are read by this code, and by people on call at three in the morning: English, UTC.
  lc_messages: 'C',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
  log_checkpoints: 'off',
  // Statements carry what people wrote; the error alone is enough.
  log_min_error_statement: 'panic',
  default_text_search_config: 'pg_catalog.english',
}

/** The name PostgreSQL's processes carry in their titles; tells this data folder's from all others. */
export function clusterName(dataFolder: string): string {
  return `muster-${shortHash(dataFolder)}`
}

/** Written anew for each start and kept outside the cluster, so that `alter system` still has the last word. */
export function writeConfig(dataFolder: string, extra: Record<string, string>): string {
  const settings = { ...DURABLE, ...LEAN, ...WRITE_AHEAD_LOG, ...HOT_QUEUES, ...WORDS, cluster_name: clusterName(dataFolder), ...extra }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`)
  const file = path.join(dataFolder, 'postgres.conf')
  writeFileSync(`${file}.new`, ['# Written by Muster at every start. To change a setting use: alter system set …', ...lines, ''].join('\n'))
  chmodSync(`${file}.new`, 0o644)
  renameSync(`${file}.new`, file)
  return file
}
