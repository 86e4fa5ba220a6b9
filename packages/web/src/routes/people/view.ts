// People as the server tells of them.
import type { Api } from '../../api/client.ts'

export type PersonRow = Awaited<ReturnType<Api['people']['list']>>['items'][number]
export type PersonView = Awaited<ReturnType<Api['people']['show']>>
