import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  emptyDonation,
  contentLike,
  contentOf,
  donationSum,
  emptyContent,
  fieldOf,
  hasSameContent,
  holdsEmptyLines,
  inputOf,
} from './form-content.ts'

const empty = emptyContent('pairing', '2008-09-26', 'AGENCY_TO_COMMUNITY')
const filled = {
  ...empty,
  outputs: [
    { indicatorCode: 'green.lawns', quantity: '' },
    { indicatorCode: 'green.trees', quantity: '3' },
  ],
}
const stored = {
  pairing: { id: 'pairing' },
  day: '2008-05-01',
  kind: 'LABOUR' as const,
  area: null,
  direction: 'JOINT' as const,
  campaign: { id: 'campaign' },
  title: '清雪',
  words: '',
  outputs: [{ indicator: { code: 'labour.rails' }, claimed: '120.5' }],
  participations: [
    { label: '党员', headCount: 8, hoursEach: '2.5' },
    { label: '家属', headCount: 2, hoursEach: '1' },
  ],
  donations: [],
  householdVisits: [{ householdId: 'household' }],
}

describe('what is sent', () => {
  test('a draft goes without the lines that nobody has filled', () => {
    expect(inputOf(filled, 'draft').outputs).toEqual([
      { indicatorCode: 'green.trees', quantity: '3' },
    ])
    expect(holdsEmptyLines(filled)).toBe(true)
    expect(holdsEmptyLines(empty)).toBe(false)
  })

  test('a submission goes with them, so that the server says what is missing', () => {
    expect(inputOf(filled, 'submit').outputs).toEqual(filled.outputs)
  })

  test('people are sent as soon as either number is typed, also a wrong one', () => {
    expect(inputOf(empty, 'submit').participations).toEqual([])
    expect(inputOf({ ...empty, hoursEach: 'x' }, 'submit').participations).toEqual([
      { label: null, headCount: '', hoursEach: 'x' },
    ])
  })

  test('an error is shown at the line that it is about, whichever lines were sent', () => {
    expect(fieldOf(filled, 'draft', 'outputs.0.quantity')).toBe('outputs.1.quantity')
    expect(fieldOf(filled, 'submit', 'outputs.0.quantity')).toBe('outputs.0.quantity')
    expect(fieldOf(filled, 'submit', 'participations.0.headCount')).toBe('headCount')
    for (const path of ['day', 'outputs', 'participations', 'title'])
      expect(fieldOf(filled, 'submit', path)).toBe(path)
  })
})

describe('what is stored, in the form', () => {
  test('comes back as it was', () => {
    expect(inputOf(contentOf(stored), 'submit')).toMatchObject({
      pairingId: 'pairing',
      day: '2008-05-01',
      direction: 'JOINT' as const,
      campaignId: 'campaign',
      outputs: [{ indicatorCode: 'labour.rails', quantity: '120.5' }],
      participations: [
        { label: '党员', headCount: '8', hoursEach: '2.5' },
        { label: '家属', headCount: '2', hoursEach: '1' },
      ],
      householdIds: ['household'],
    })
  })

  test('once more: all but the day and its households, and no campaign of another year', () => {
    expect(contentLike(stored, '2008-09-26', [{ id: 'campaign' }])).toEqual({
      ...contentOf(stored),
      day: '2008-09-26',
      householdIds: [],
    })
    expect(contentLike(stored, '2008-12-01', []).campaignId).toBeNull()
  })
})

describe('the sum of what was given', () => {
  const line = (valueYuan: string) => ({ ...emptyDonation, valueYuan })

  test('is none where a line is no plain amount', () => {
    for (const typed of ['', '1e3', '-1', '1.234', '一百'])
      expect(donationSum([line('5'), line(typed)])).toBeNull()
  })

  test('is exact to the fen', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 99_999_999 }), { maxLength: 20 }), (fen) => {
        const yuan = (amount: number) =>
          `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`
        const sum = donationSum(fen.map((amount) => line(yuan(amount))))
        expect(Math.round(Number(sum) * 100)).toBe(fen.reduce((a, b) => a + b, 0))
      }),
    )
    expect(donationSum([line('0.1'), line('0.2')])).toBe('0.3')
  })
})

describe('the same content', () => {
  const typed = contentOf(stored)

  test('is the same however it was written', () => {
    const otherwise = {
      ...typed,
      title: ' 清雪 ',
      ownTitle: false,
      outputs: [{ indicatorCode: 'labour.rails', quantity: '120.50' }],
    }
    expect(hasSameContent(typed, otherwise)).toBe(true)
    const { words, ...others } = typed
    expect(hasSameContent(typed, { words, ...others })).toBe(true)
  })

  test('is not the same with another quantity, day or household', () => {
    for (const change of [
      { outputs: [{ indicatorCode: 'labour.rails', quantity: '120' }] },
      { day: '2008-05-02' },
      { householdIds: [] },
    ])
      expect(hasSameContent(typed, { ...typed, ...change })).toBe(false)
  })
})
