// What the server answers for the first screen.
import type { Api } from '../../api/client.ts'

export type NowView = Awaited<ReturnType<Api['now']['show']>>
