import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanLine, cleanWords } from './clean-text.ts'

const line = (text: string) => cleanLine(text, { maximum: 60 })
const words = (text: string) => cleanWords(text, { maximum: 2000 })

describe('a line', () => {
  test.each([
    ['  义务献工  ', '义务献工'],
    ['　全角　空格　', '全角 空格'],
    ['one\ntwo\tthree\r\nfour', 'one two three four'],
    ['a\u2028b\u0085c', 'a bc'],
    ['caf\u0065\u0301', 'café'],
    ['e\u200b\u0301', 'é'],
    ['zero\u200bwidth\ufeff', 'zerowidth'],
    ['a\ufeffb', 'ab'],
    ['a \u200b b', 'a b'],
    ['\u202egnp.exe', 'gnp.exe'],
    ['\u2066left\u2069 \u061cright', 'left right'],
    ['nul\u0000bell\u0007', 'nulbell'],
    ['soft\u00adhyphen', 'softhyphen'],
    ['lone \ud800 half', 'lone half'],
    ['tag\u{e0041}ged', 'tagged'],
    ['=HYPERLINK("x")', '=HYPERLINK("x")'],
    ['<b>社区</b>', '<b>社区</b>'],
    ['مرحبا', 'مرحبا'],
  ])('%j is kept as %j', (typed, value) => {
    expect(line(typed)).toEqual({ ok: true, value })
  })

  test('a family stays a family, and a joiner between letters goes', () => {
    const family = '👩‍👩‍👧'
    expect(line(family)).toEqual({ ok: true, value: family })
    expect(line('❤️‍🔥')).toEqual({ ok: true, value: '❤️‍🔥' })
    expect(line('👩🏽‍🚒')).toEqual({ ok: true, value: '👩🏽‍🚒' })
    expect(line('a\u200db')).toEqual({ ok: true, value: 'ab' })
    expect(line('👩\u200d')).toEqual({ ok: true, value: '👩' })
  })

  test('the length is counted in code points', () => {
    expect(cleanLine('𠮷'.repeat(60), { maximum: 60 })).toMatchObject({ ok: true })
    expect(cleanLine('𠮷'.repeat(61), { maximum: 60 })).toEqual({
      ok: false,
      code: 'TOO_LONG',
      length: 61,
      maximum: 60,
    })
  })

  test('what is invisible does not count, and does not fill a required line', () => {
    expect(cleanLine(`社区${'\u200b'.repeat(100)}`, { maximum: 2 })).toMatchObject({ ok: true })
    expect(cleanLine(' \u200b\u202e ', { maximum: 60, required: true })).toMatchObject({
      ok: false,
      code: 'REQUIRED',
    })
    expect(line('')).toEqual({ ok: true, value: '' })
  })
})

describe('words', () => {
  test('line breaks stay, in one form, at most one empty line between', () => {
    expect(words('one\r\ntwo\rthree\n\n\n\nfour\u2028five')).toEqual({
      ok: true,
      value: 'one\ntwo\nthree\n\nfour\nfive',
    })
  })

  test('white space at the ends of lines and of the text goes', () => {
    expect(words('\n\n  one \t two  \n  three  \n\n')).toEqual({
      ok: true,
      value: 'one two\nthree',
    })
  })

  test('10,000 characters are too long, and say so', () => {
    expect(words('共'.repeat(10_000))).toEqual({
      ok: false,
      code: 'TOO_LONG',
      length: 10_000,
      maximum: 2000,
    })
  })
})

const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom(
        '\u200d',
        '\u200b',
        '\u0301',
        '\ufe0f',
        '👩',
        '🏽',
        ' ',
        '\n',
        '\r',
        '\ufeff',
      ),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''))

test.each([
  ['a line', cleanLine],
  ['words', cleanWords],
])('%s cleaned is clean: cleaning again changes nothing', (_what, clean) => {
  fc.assert(
    fc.property(anyText, (text) => {
      const once = clean(text, { maximum: 1000 })
      if (!once.ok) return
      expect(clean(once.value, { maximum: 1000 })).toEqual(once)
      expect(once.value).toBe(once.value.normalize('NFC'))
      expect(once.value.isWellFormed()).toBe(true)
      expect(once.value).not.toMatch(/[\u200b\u202a-\u202e\u2066-\u2069\ufeff]|[^\P{Cc}\n]/u)
    }),
    { numRuns: 2000 },
  )
})
