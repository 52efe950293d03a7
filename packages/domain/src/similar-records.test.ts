import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ALIKE_FROM_PERCENT,
  FEWEST_PAIRS_OF_SIGNS,
  likenessPercent,
  pairNumbers,
  pairsOfSigns,
  similarityOf,
} from './similar-records.ts'
import type { ComparedRecord } from './similar-records.ts'

const record = (changes: Partial<ComparedRecord> = {}): ComparedRecord => ({
  id: 'one',
  pairingId: 'pairing',
  day: '2008-09-20',
  title: '香和社区:党课讲座',
  words: '机关党支部书记为社区党员讲解党的十七大精神，四十二名党员参加。',
  ...changes,
})
const other = (changes: Partial<ComparedRecord> = {}) => record({ id: 'other', ...changes })

const textOf = (pairs: ReadonlySet<string>) => JSON.stringify([...pairs].toSorted())

describe('two records', () => {
  test('with the same words on the same day under the same pairing are wholly alike', () => {
    expect(similarityOf(record(), other())).toEqual({
      daysLater: 0,
      samePairing: true,
      percent: 100,
    })
  })

  test('are alike on the day before and after, also under another pairing, and not further apart', () => {
    const shifted = (day: string) =>
      similarityOf(record(), other({ day, pairingId: 'another' }))?.daysLater ?? null
    expect(
      ['2008-09-18', '2008-09-19', '2008-09-20', '2008-09-21', '2008-09-22'].map(shifted),
    ).toEqual([null, -1, 0, 1, null])
  })

  test('are alike where a sentence was added or a few signs changed', () => {
    const words = `${record().words.replace('四十二名', '42名')}居民反映较好。`
    expect(similarityOf(record(), other({ words }))?.percent).toBeGreaterThanOrEqual(
      ALIKE_FROM_PERCENT,
    )
  })

  test('that tell of something else are not', () => {
    const words = '在社区庭院栽植丁香二百株，并与居民约定养护办法，机关青年参加。'
    expect(similarityOf(record(), other({ title: '植树', words }))).toBeNull()
  })

  test('of which one has no words yet are compared by their titles', () => {
    const title = '党的十七大精神宣讲报告会暨党员座谈会'
    expect(similarityOf(record({ title }), other({ title, words: ' ' }))?.percent).toBe(100)
  })

  test('with little more than a suggested title are pointed out for the same day and pairing alone', () => {
    const short = { title: '香和社区:植树', words: '' }
    const names = ['香和社区', '文昌社区']
    expect(similarityOf(record(short), other(short), names)?.percent).toBe(100)
    expect(similarityOf(record(short), other({ ...short, day: '2008-09-21' }), names)).toBeNull()
    expect(
      similarityOf(
        record(short),
        other({ ...short, title: '文昌社区:植树', pairingId: 'another' }),
        names,
      ),
    ).toBeNull()
  })

  test('are never alike with themselves, nor without anything said', () => {
    expect(similarityOf(record(), record())).toBeNull()
    const empty = { title: '', words: '' }
    expect(similarityOf(record(empty), other(empty))).toBeNull()
  })

  test('resemble each other alike from both sides, and by no less than is asked', () => {
    const text = fc.string({ unit: fc.constantFrom(...'共建活动党课植树慰问，。 '), maxLength: 60 })
    const day = fc.constantFrom('2008-09-19', '2008-09-20', '2008-09-21', '2008-09-22')
    const any = fc.record({ title: text, words: text, day, pairingId: fc.constantFrom('p', 'q') })
    fc.assert(
      fc.property(any, any, (one, two) => {
        const there = similarityOf(record(one), other(two))
        const back = similarityOf(other(two), record(one))
        expect(back?.percent).toBe(there?.percent)
        expect(back?.samePairing).toBe(there?.samePairing)
        if (there === null) return
        expect(back?.daysLater).toBe(-there.daysLater || 0)
        expect(there.percent).toBeGreaterThanOrEqual(ALIKE_FROM_PERCENT)
        expect(there.percent).toBeLessThanOrEqual(100)
      }),
    )
  })
})

describe('the pairs of a text', () => {
  test('are its neighbouring signs, without width, case, spaces and punctuation', () => {
    expect([...pairsOfSigns('Ａ区 植树!')]).toEqual(['a区', '区植', '植树'])
    expect([...pairsOfSigns('树')]).toEqual(['树'])
    expect([...pairsOfSigns(' \uFF0C')]).toEqual([])
  })

  test('are without the names, a longer one taken out before its part', () => {
    expect([...pairsOfSigns('道里区香和社区植树', ['香和', '香和社区', '道里区', ''])]).toEqual([
      '植树',
    ])
  })

  test('are in common by a percentage that is symmetrical, 100 for the same text, and rounded down', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 20 }),
        fc.string({ unit: 'binary', maxLength: 20 }),
        (text, otherText) => {
          const [one, two] = [pairsOfSigns(text), pairsOfSigns(otherText)]
          const [first, second] = [pairNumbers(one), pairNumbers(two)]
          const percent = likenessPercent(first, second)
          expect(percent).toBe(likenessPercent(second, first))
          expect(percent).toBeGreaterThanOrEqual(0)
          expect(percent).toBeLessThanOrEqual(100)
          expect(likenessPercent(first, first)).toBe(one.size === 0 ? 0 : 100)
          // Only what is the same is wholly the same.
          expect(percent === 100).toBe(one.size > 0 && textOf(one) === textOf(two))
        },
      ),
    )
    expect(
      likenessPercent(pairNumbers(pairsOfSigns('甲乙丙丁')), pairNumbers(pairsOfSigns('甲乙丙戊'))),
    ).toBe(66)
  })

  test('are as many numbers, also of signs of two halves', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        const pairs = pairsOfSigns(text)
        const numbers = pairNumbers(pairs)
        expect(new Set(numbers).size).toBe(pairs.size)
        expect([...numbers]).toEqual([...numbers].toSorted((a, b) => a - b))
      }),
    )
    expect(
      likenessPercent(pairNumbers(pairsOfSigns('𠀀𠀁')), pairNumbers(pairsOfSigns('𠀁𠀀'))),
    ).toBe(0)
  })

  test('are no more than the text has signs, and those of a text are still there when it goes on', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        (text, more) => {
          const pairs = pairsOfSigns(text)
          expect(pairs.size).toBeLessThanOrEqual([...text.normalize('NFKC').toLowerCase()].length)
          if (pairs.size < FEWEST_PAIRS_OF_SIGNS) return
          const longer = pairsOfSigns(`${text} ${more}`)
          expect([...pairs].filter((pair) => !longer.has(pair))).toEqual([])
        },
      ),
    )
  })
})
