import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkCorrection } from './correction-content.ts'
import type { CountsNow, TypedCorrection } from './correction-content.ts'

const now: CountsNow = {
  personTimes: '12',
  hours: '18',
  outputs: [
    { indicatorCode: 'lectures', decimals: 0, quantity: '3' },
    { indicatorCode: 'waste', decimals: 2, quantity: '1.5' },
  ],
}
const typed = (changes: Partial<TypedCorrection> = {}): TypedCorrection => ({
  reason: '当时多报了一场',
  personTimes: '12',
  hours: '18',
  outputs: [{ indicatorCode: 'lectures', quantity: '2' }],
  ...changes,
})
const problemsOf = (changes: Partial<TypedCorrection>) => {
  const checked = checkCorrection(typed(changes), now)
  return checked.ok ? [] : checked.problems.map(({ path, code }) => `${path} ${code}`)
}

describe('what is wrong is said at its field', () => {
  test.each<[Partial<TypedCorrection>, string]>([
    [{ reason: ' ' }, 'reason REQUIRED'],
    [{ reason: '错' }, 'reason REASON_TOO_SHORT'],
    [{ reason: '长'.repeat(501) }, 'reason TOO_LONG'],
    [{ personTimes: '' }, 'personTimes REQUIRED'],
    [{ personTimes: '1.5' }, 'personTimes NOT_A_WHOLE_NUMBER'],
    [{ personTimes: '-1' }, 'personTimes NEGATIVE'],
    [{ personTimes: '10000001' }, 'personTimes TOO_LARGE'],
    [{ hours: '1.234' }, 'hours TOO_MANY_DECIMALS'],
    [{ hours: 'NaN' }, 'hours NOT_A_NUMBER'],
    [
      { outputs: [{ indicatorCode: 'other', quantity: '1' }] },
      'outputs.0.indicatorCode UNKNOWN_INDICATOR',
    ],
    [
      { outputs: [{ indicatorCode: 'lectures', quantity: '2.5' }] },
      'outputs.0.quantity NOT_A_WHOLE_NUMBER',
    ],
    [{ outputs: [{ indicatorCode: 'lectures', quantity: '3' }] }, 'outputs NOTHING_CORRECTED'],
    [{ outputs: [] }, 'outputs NOTHING_CORRECTED'],
  ])('%j: %s', (changes, problem) => {
    expect(problemsOf(changes)).toEqual([problem])
  })

  test('an indicator twice', () => {
    const line = { indicatorCode: 'lectures', quantity: '2' }
    expect(problemsOf({ outputs: [line, line] })).toEqual([
      'outputs.1.indicatorCode INDICATOR_TWICE',
    ])
  })
})

test('only what differs is a line, in canonical form; down to nothing is a correction too', () => {
  const checked = checkCorrection(
    typed({
      personTimes: '０12',
      outputs: [
        { indicatorCode: 'lectures', quantity: '0' },
        { indicatorCode: 'waste', quantity: '1.50' },
      ],
    }),
    now,
  )
  expect(checked).toEqual({
    ok: true,
    content: {
      reason: '当时多报了一场',
      personTimes: { before: '12', after: '12' },
      hours: { before: '18', after: '18' },
      lines: [{ indicatorCode: 'lectures', before: '3', after: '0' }],
    },
  })
})

test('whatever passes differs from what counts now', () => {
  const whole = fc.oneof(fc.constantFrom('3', '12'), fc.integer({ min: 0, max: 99 }).map(String))
  const quantity = fc.oneof(whole, fc.constantFrom('1.5', '18'))
  expect.hasAssertions()
  fc.assert(
    fc.property(whole, quantity, whole, quantity, (personTimes, hours, lectures, waste) => {
      const outputs = [
        { indicatorCode: 'lectures', quantity: lectures },
        { indicatorCode: 'waste', quantity: waste },
      ]
      const checked = checkCorrection(typed({ personTimes, hours, outputs }), now)
      const isSame = personTimes === '12' && hours === '18' && lectures === '3' && waste === '1.5'
      const lines = checked.ok ? checked.content.lines : []
      expect([checked.ok, lines.some(({ before, after }) => before === after)]).toEqual([
        !isSame,
        false,
      ])
    }),
  )
})
