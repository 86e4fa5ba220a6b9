// The audit as a file: asked for with the session, and given to the browser to keep.
import { useMutation } from '@tanstack/react-query'

export function useExport(org: string, filter: Record<string, string>) {
  return useMutation({
    networkMode: 'always',
    mutationFn: async () => {
      const answer = await fetch(`/api/v1/audit.csv?${new URLSearchParams(filter)}`, { headers: { 'x-muster-org': org } })
      if (!answer.ok) throw new Error(`The export was answered ${answer.status}`)
      const url = URL.createObjectURL(await answer.blob())
      const link = Object.assign(document.createElement('a'), { href: url, download: `audit-${org}.csv` })
      link.click()
      URL.revokeObjectURL(url)
    },
  })
}
