import { createTheme } from '@mantine/core'
import { useUiText } from './text.ts'

const font =
  '-apple-system, BlinkMacSystemFont, "PingFang SC", "PingFang TC", "Microsoft YaHei", "Microsoft JhengHei", "Noto Sans CJK SC", "Noto Sans SC Variable", "Segoe UI", sans-serif'

/** A sober office: white, grey, and one red, dark enough to be read on white. Every cross that closes says `close`. */
const themeIn = (close: string) =>
  createTheme({
    fontFamily: font,
    headings: {
      fontFamily: font,
      fontWeight: '650',
      sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.15rem' }, h3: { fontSize: '1rem' } },
    },
    primaryColor: 'brand',
    primaryShade: 7,
    colors: {
      brand: [
        '#fdf3f2',
        '#f8e1df',
        '#efbfbb',
        '#e59892',
        '#d96f67',
        '#c94a41',
        '#b52f27',
        '#9d1f19',
        '#851713',
        '#6b100d',
      ],
    },
    defaultRadius: 'md',
    cursorType: 'pointer',
    respectReducedMotion: true,
    components: {
      Button: { defaultProps: { size: 'md' } },
      TextInput: { defaultProps: { size: 'md' } },
      NumberInput: { defaultProps: { size: 'md' } },
      Textarea: { defaultProps: { size: 'md', autosize: true, minRows: 2 } },
      Select: { defaultProps: { size: 'md', allowDeselect: false } },
      PasswordInput: { defaultProps: { size: 'md' } },
      Modal: { defaultProps: { centered: true } },
      // Its own <header> would be a second banner of the page.
      ModalHeader: { defaultProps: { component: 'div' } },
      CloseButton: { defaultProps: { 'aria-label': close } },
    },
  })

/** The theme, in the language of the reader. */
export function useTheme() {
  const ui = useUiText()
  return themeIn(ui('close'))
}
