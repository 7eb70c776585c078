/** Mantine's controls in Postern's colours: their variables point at tokens.css, which alone knows light and dark. */
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const postern: MantineColorsTuple = [
  '#e3f1ed',
  '#c9e4dc',
  '#9fd0c3',
  '#7fd1bd',
  '#4fae98',
  '#2b8a75',
  '#1b705f',
  '#0f5c4d',
  '#0b483c',
  '#07342b',
]

/** Mantine takes its dark surfaces, borders and texts from these; they are tokens.css's dark values. */
const dark: MantineColorsTuple = [
  '#e6ebe8',
  '#c5cdc9',
  '#a3aea8',
  '#8a958f',
  '#6d7a74',
  '#2f3a35',
  '#222a27',
  '#1b221f',
  '#171d1a',
  '#131816',
]

export const theme = createTheme({
  colors: { postern, dark },
  primaryColor: 'postern',
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  defaultRadius: 8,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm', variant: 'default' } },
    Modal: { defaultProps: { centered: true, radius: 12, overlayProps: { backgroundOpacity: 0.45 } } },
    Drawer: { defaultProps: { position: 'right', size: 'lg', overlayProps: { backgroundOpacity: 0.35 } } },
  },
})

const OURS = {
  '--mantine-color-body': 'var(--card)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--muted)',
  '--mantine-color-default': 'var(--card)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-default-hover': 'var(--sunken)',
  '--mantine-color-placeholder': 'var(--muted)',
  '--mantine-color-error': 'var(--danger)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-bright': 'var(--ink)',
}

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: OURS, dark: OURS })
