// Where somebody goes who has just joined: to set up what will ring them, if anything ever will.
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'

export function useJoined() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return async ({ slug, role }: { slug: string; role: string }) => {
    queries.removeQueries({ queryKey: ['', 'account', 'me'] })
    const params = { org: slug }
    if (role === 'stakeholder') await navigate({ to: '/o/$org/now', params, replace: true })
    else await navigate({ to: '/o/$org/welcome', params, replace: true })
  }
}
