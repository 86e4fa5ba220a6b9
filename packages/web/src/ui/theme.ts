// Mantine dressed in our tokens: the names are Mantine's, every colour is ours.
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

const same = (color: string): MantineColorsTuple => [color, color, color, color, color, color, color, color, color, color]

const token = (name: string): string => `var(--${name})`

export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, monospace',
  fontSizes: { xs: '13px', sm: '15px', md: '15px', lg: '18px', xl: '24px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '4px', sm: '8px', md: '8px', lg: '8px', xl: '8px' },
  defaultRadius: 'sm',
  colors: {
    action: same('var(--action)'),
    // From text to ground: what Mantine takes for dark surfaces, and for light ones.
    dark: ['text', 'text', 'muted', 'muted', 'line', 'raised', 'surface', 'ground', 'ground', 'ground'].map(
      token,
    ) as unknown as MantineColorsTuple,
    gray: ['raised', 'raised', 'line', 'line', 'line', 'muted', 'muted', 'muted', 'text', 'text'].map(
      token,
    ) as unknown as MantineColorsTuple,
  },
  primaryColor: 'action',
  components: {
    Modal: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Tooltip: {
      defaultProps: { position: 'bottom-start' },
      styles: {
        tooltip: {
          background: 'var(--raised)',
          color: 'var(--text)',
          border: '1px solid var(--line)',
          fontSize: 13,
          boxShadow: 'var(--shadow)',
        },
      },
    },
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
})

const shared = {
  '--mantine-color-body': 'var(--ground)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--muted)',
  '--mantine-color-placeholder': 'var(--muted)',
  '--mantine-color-anchor': 'var(--action)',
  '--mantine-color-default': 'var(--raised)',
  '--mantine-color-default-hover': 'var(--raised)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line)',
  '--mantine-color-error': 'var(--overdue)',
  '--mantine-color-disabled': 'var(--surface)',
  '--mantine-color-disabled-color': 'var(--muted)',
  '--mantine-color-disabled-border': 'var(--line)',
  '--mantine-color-action-filled': 'var(--action)',
  '--mantine-color-action-filled-hover': 'var(--action)',
  '--mantine-color-action-light': 'var(--raised)',
  '--mantine-color-action-light-hover': 'var(--raised)',
  '--mantine-color-action-light-color': 'var(--action)',
  '--mantine-primary-color-contrast': 'var(--on-action)',
  '--mantine-color-white': 'var(--on-action)',
}

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, dark: shared, light: shared })
