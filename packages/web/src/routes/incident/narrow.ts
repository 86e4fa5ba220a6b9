// Where one pane is shown at a time; the same width stands in incident.module.css.
import { useMediaQuery } from '@mantine/hooks'

export function useNarrow(): boolean {
  return useMediaQuery('(max-width: 960px)', undefined, { getInitialValueInEffect: false }) ?? false
}
