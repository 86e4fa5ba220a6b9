// What happens once somebody is in: everything read before is forgotten, and they go where they wanted to go.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'

/** Only a path of this console: a link in a message must not lead through our sign-in to another site. */
export function ownPath(to: string | undefined): string {
  if (to === undefined || !to.startsWith('/') || /^\/[/\\]/.test(to) || !URL.canParse(to, location.origin)) return '/'
  const { origin, pathname, search, hash } = new URL(to, location.origin)
  return origin !== location.origin || pathname.startsWith('//') || pathname === '/sign-in' ? '/' : `${pathname}${search}${hash}`
}

/** `enter` answers whether the person is in. */
export function useEntering<Input>(enter: (input: Input) => Promise<'signed-in' | 'second-factor'>, to: string | undefined) {
  const queries = useQueryClient()
  const router = useRouter()
  return useMutation({
    networkMode: 'always',
    mutationFn: enter,
    onSuccess: (how) => {
      if (how !== 'signed-in') return
      queries.clear()
      router.history.replace(ownPath(to))
    },
  })
}
