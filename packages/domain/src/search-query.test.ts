import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  excerptOf,
  initialsPattern,
  initialTriples,
  markText,
  parseQuery,
  searchForm,
  searchPairs,
} from './search-query.ts'

const today = '2008-09-24'

describe('a search', () => {
  test('is nothing where nothing is asked', () => {
    for (const typed of ['', '   ', '\u200b', '\n\t']) expect(parseQuery(typed, today)).toBeNull()
  })

  test.each([
    ['2008年9月3日', '2008-09-03'],
    ['2008 年 9 月 3 日', '2008-09-03'],
    ['2008.9.3', '2008-09-03'],
    ['2008-9-3', '2008-09-03'],
    ['２００８．９．３', '2008-09-03'],
    ['20080903', '2008-09-03'],
    ['二〇〇八年九月三日', '2008-09-03'],
    ['9月3日', '2008-09-03'],
    ['10月8日', '2007-10-08'],
  ])('takes %s for the day %s', (typed, day) => {
    expect(parseQuery(typed, today)).toEqual({ terms: [], day, recordIds: null })
  })

  test.each(['39694', '9.3', '230102001001', '2008年', '2008年9月31日', 'A001-01'])(
    'takes %s for words',
    (typed) => {
      expect(parseQuery(typed, today)).toMatchObject({ terms: [typed.toLowerCase()], day: null })
    },
  )

  test('is words and a day together, in either order', () => {
    const expected = { terms: ['植树', '社区'], day: '2008-04-12', recordIds: null }
    expect(parseQuery('植树 2008.4.12 社区', today)).toEqual(expected)
    expect(parseQuery('2008年4月12日 植树　社区 植树', today)).toEqual(expected)
  })

  test('is a record where it is an id or the beginning of one', () => {
    expect(parseQuery('0190A2B3-C4', today)?.recordIds).toEqual({
      from: '0190a2b3-c400-0000-0000-000000000000',
      to: '0190a2b3-c4ff-ffff-ffff-ffffffffffff',
    })
    for (const typed of ['0190a2b', 'facade', '12345678', '01-02-03'])
      expect(parseQuery(typed, today)?.recordIds).toBeNull()
  })

  test('of any length and kind of letters is read', () => {
    expect(parseQuery('社'.repeat(10_000), today)?.terms[0]).toHaveLength(60)
    expect(parseQuery("👨‍👩‍👧 ％_\\'", today)?.terms).toEqual(['👨‍👩‍👧', "%_\\'"])
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (typed) => {
        const query = parseQuery(typed, today)
        for (const term of query?.terms ?? []) expect(term).toBe(searchForm(term))
      }),
      { numRuns: 50 },
    )
  })
})

test('a term is found by its pairs, one letter by what begins with it', () => {
  expect(searchPairs('党员')).toEqual({ pairs: ['党员'], begins: false })
  expect(searchPairs('党员党员')).toEqual({ pairs: ['党员', '员党'], begins: false })
  expect(searchPairs('雪')).toEqual({ pairs: ['雪'], begins: true })
  expect(searchPairs('😀')).toEqual({ pairs: ['😀'], begins: true })
})

describe('what was found', () => {
  test('is marked whatever the width and size of its letters', () => {
    expect(markText('送ＤＶＤ进社区', ['dvd', '社区'])).toEqual({
      text: '送ＤＶＤ进社区',
      marks: [
        { start: 1, length: 3 },
        { start: 5, length: 2 },
      ],
    })
  })

  test('is one mark where it touches', () => {
    expect(markText('社区党员', ['社区', '党员', '区党']).marks).toEqual([{ start: 0, length: 4 }])
  })

  test('is what sounds so, in any reading, across what is not spoken', () => {
    const sounds: Record<string, string[]> = {
      重: ['z', 'c'],
      阳: ['y'],
      节: ['j'],
      乐: ['l', 'y'],
    }
    const initialsOf = (letter: string) => sounds[letter] ?? []
    const marksOf = (typed: string) => markText('迎“重阳”节乐', [typed], initialsOf).marks
    expect(marksOf('cyj')).toEqual([{ start: 2, length: 4 }])
    expect(marksOf('zy')).toEqual([{ start: 2, length: 2 }])
    expect(marksOf('jy')).toEqual([{ start: 5, length: 2 }])
    expect(marksOf('yj')).toEqual([{ start: 3, length: 3 }])
    for (const typed of ['j', 'cj', 'cyjlx', '重j']) expect(marksOf(typed)).toEqual([])
  })

  test('stands in an excerpt on one line', () => {
    const text = `${'前'.repeat(40)}\n义务植树${'后'.repeat(80)}`
    const excerpt = excerptOf(text, ['植树'])
    expect(excerpt?.text).toMatch(/^….{60}…$/)
    expect(excerpt?.marks).toEqual([{ start: 13, length: 2 }])
    expect(excerptOf(text, ['没有'])).toBeNull()
  })

  test('is what the marks of any excerpt show', () => {
    const letters = fc.constantFrom('社', '区', '党', 'A', 'ａ', '😀', '\n')
    fc.assert(
      fc.property(
        fc.array(letters, { maxLength: 150 }),
        fc.array(letters, { minLength: 1, maxLength: 2 }),
        (text, word) => {
          const term = searchForm(word.join('')).trim()
          const excerpt = excerptOf(text.join(''), [term])
          const isThere = term !== '' && searchForm(text.join('')).includes(term)
          expect(excerpt !== null && excerpt.marks.length > 0).toBe(isThere)
          const shown = [...(excerpt?.text ?? '')]
          for (const { start, length } of excerpt?.marks ?? []) {
            const marked = searchForm(shown.slice(start, start + length).join(''))
            expect(marked.replaceAll('\n', ' ').startsWith([...term][0] ?? '')).toBe(true)
            expect(start + length).toBeLessThanOrEqual(shown.length)
          }
        },
      ),
    )
  })
})

test('initials are asked for by triples that together hold each of them', () => {
  expect(initialTriples('zs')).toEqual(['zs'])
  expect(initialTriples('zshd')).toEqual(['zsh', 'shd'])
  fc.assert(
    fc.property(fc.stringMatching(/^[a-d]{3,20}$/), (initials) => {
      const triples = initialTriples(initials)
      expect(new Set(triples).size).toBe(triples.length)
      for (let at = 0; at + 3 <= initials.length; at += 1)
        expect(triples).toContain(initials.slice(at, at + 3))
    }),
  )
})

test('a pattern of initials is met at a character’s beginning alone, by either of its readings', () => {
  const pattern = new RegExp(initialsPattern('cj'))
  expect(pattern.test('zcjj')).toBe(true)
  expect(pattern.test('aazcjj')).toBe(true)
  expect(pattern.test('acaajj')).toBe(false)
  expect(pattern.test('xxcj')).toBe(false)
  expect(pattern.test('')).toBe(false)
})
