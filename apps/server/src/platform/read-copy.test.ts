import { isOperation } from '@gongjian/domain/permission-matrix'
import fc from 'fast-check'
import { parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { ANALYSIS_READS, kindOfReading } from './analysis-reads.ts'
import { completeUntil, logPosition } from './read-copy.ts'

describe('how far a copy has come', () => {
  test('positions of the log are read as PostgreSQL writes them', () => {
    expect(logPosition('0/0')).toBe(0n)
    expect(logPosition('16/B374D848')).toBe(0x16b374d848n)
    expect(logPosition('1/0') > logPosition('0/FFFFFFFF')).toBe(true)
  })

  test('it has everything up to the last look at which the primary was no further', () => {
    const marks = [
      { at: 1, position: 10n },
      { at: 2, position: 20n },
      { at: 3, position: 20n },
      { at: 4, position: 30n },
    ]
    expect(completeUntil(marks, 9n)).toBeNull()
    expect(completeUntil(marks, 10n)).toBe(1)
    // Nobody wrote: it is as fresh as the look.
    expect(completeUntil(marks, 29n)).toBe(3)
    expect(completeUntil(marks, 31n)).toBe(4)
    expect(completeUntil([], 31n)).toBeNull()
  })

  test('never to a moment at which the primary was further, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), fc.nat(1000), (steps, replayed) => {
        let position = 0n
        const marks = steps.map((step, at) => ({ at, position: (position += BigInt(step)) }))
        const until = completeUntil(marks, BigInt(replayed))
        const reached = marks.filter((mark) => mark.position <= BigInt(replayed))
        expect(until).toBe(reached.at(-1)?.at ?? null)
      }),
    )
  })
})

describe('what is read from a copy', () => {
  test('is named as the API names it', () => {
    expect([...ANALYSIS_READS].filter((name) => !isOperation(name))).toEqual([])
  })

  test.each([
    ['{ citySummary(year: 2008) { year } }', 'OTHER'],
    ['{ citySummary(year: 2008) { year } figuresAsOf(of: "citySummary") }', 'ANALYSIS'],
    [
      '{ citySummary(year: 2008) { year } periods { year } figuresAsOf(of: "citySummary") }',
      'ANALYSIS',
    ],
    ['{ citySummary(year: 2008) { year } figuresAsOf(of: "citySummary") viewer { id } }', 'OTHER'],
    ['{ explore(question: {}) { measure } figuresAsOf(of: "explore") }', 'ANALYSIS'],
    ['{ diagnosis(year: 2008) { year } figuresAsOf(of: "diagnosis") }', 'ANALYSIS'],
    ['{ periods { year } zones { id } }', 'OTHER'],
    [
      '{ ...Part citySummary(year: 2008) { year } } fragment Part on Query { viewer { id } }',
      'OTHER',
    ],
    ['mutation { signOut { signedOut } }', 'CHANGE'],
    ['subscription { live { notified } }', 'OTHER'],
  ])('%s: %s', (document, kind) => {
    expect(kindOfReading(parse(document), null)).toBe(kind)
  })

  test('of several operations the one that is asked counts', () => {
    const document = parse(
      'query One { yearReport(year: 1) { year } figuresAsOf(of: "yearReport") } mutation Two { signOut { signedOut } }',
    )
    expect(kindOfReading(document, 'One')).toBe('ANALYSIS')
    expect(kindOfReading(document, 'Two')).toBe('CHANGE')
    expect(kindOfReading(document, null)).toBe('OTHER')
  })
})
