// The console starts: theme, queries, addresses.
import '@fontsource-variable/inter/wght.css'
import './styles/mantine.css'
import './styles/tokens.css'
import './styles/touch.css'
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { failureOf } from './api/failure.ts'
import { createConsoleRouter } from './router.tsx'
import { cssVariables, theme } from './ui/theme.ts'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // A refusal does not get better by asking again; a server that is away does.
      retry: (count, error) => failureOf(error).kind === 'away' && count < 3,
      refetchOnWindowFocus: true,
    },
  },
})

const router = createConsoleRouter(queries)

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

const root = document.querySelector('#root')
if (root !== null)
  createRoot(root).render(
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="dark">
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  )
