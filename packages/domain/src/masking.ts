const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' })

/** The first character, then two stars whatever the length: '王**'. A name of one character shows nothing of it. */
export function maskName(name: string): string {
  const [first, ...others] = [...graphemes.segment(name)].map(({ segment }) => segment)
  return first === undefined || others.length === 0 ? '***' : `${first}**`
}

/** The first and the last sign of a number, a star for each between: '1**********8'. Short ones show nothing. */
export function maskNumber(number: string): string {
  const signs = [...number]
  if (signs.length < 7) return '*'.repeat(7)
  return `${signs[0] ?? ''}${'*'.repeat(signs.length - 2)}${signs.at(-1) ?? ''}`
}

/** Nothing of an address is shown: the community that keeps the case says enough. */
export function maskAddress(_address: string): string {
  return '******'
}
