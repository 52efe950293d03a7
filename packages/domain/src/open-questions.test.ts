import { describe, expect, test } from 'vitest'
import type { ActivityContent } from './activity-content.ts'
import { openQuestions } from './open-questions.ts'
import { OPEN_QUESTIONS } from './vocabulary.ts'

const content: ActivityContent = {
  pairingId: 'pairing-1',
  day: '2008-05-04',
  programmeYear: 2008,
  kind: 'SIX_HELPS',
  area: 'GREEN',
  direction: 'AGENCY_TO_COMMUNITY',
  campaignId: null,
  title: '植树',
  words: '',
  outputs: [
    { indicatorCode: 'green.trees', quantity: '50' },
    { indicatorCode: 'green.plantedSquareMetres', quantity: '100.5' },
  ],
  participations: [],
  donations: [],
  personTimes: 0,
  hours: '0',
}
const plain = {
  content,
  indicators: [
    { code: 'green.trees', usualMaximum: '50' },
    { code: 'green.plantedSquareMetres', usualMaximum: '100.5' },
  ],
  hasOtherSameDay: false,
  submittedOn: '2008-05-04',
  cameBack: false,
}

test('an ordinary record raises none', () => {
  expect(openQuestions(plain)).toEqual([])
})

describe('a question is raised', () => {
  test('by a quantity outside what was accepted so far, above or below', () => {
    const usual = (from: string, to: string) =>
      openQuestions({ ...plain, usualRanges: new Map([['green.trees', { from, to }]]) })
    const [trees] = plain.content.outputs
    expect(trees?.indicatorCode).toBe('green.trees')
    const planted = Number(trees?.quantity)
    expect(usual('0', `${planted - 1}`)).toEqual(['UNUSUAL_QUANTITY'])
    expect(usual(`${planted + 1}`, '9999')).toEqual(['UNUSUAL_QUANTITY'])
    expect(usual(`${planted}`, `${planted}`)).toEqual([])
  })

  test('by a quantity above the usual maximum, not by the maximum itself', () => {
    const indicators = plain.indicators.map((known) => ({ ...known, usualMaximum: '50' }))
    expect(openQuestions({ ...plain, indicators })).toEqual(['UNUSUAL_QUANTITY'])
  })

  test('by quantities compared as numbers, not as text', () => {
    const outputs = [{ indicatorCode: 'green.trees', quantity: '9' }]
    expect(openQuestions({ ...plain, content: { ...content, outputs } })).toEqual([])
  })

  test('by another record of the same pairing, day and kind', () => {
    expect(openQuestions({ ...plain, hasOtherSameDay: true })).toEqual(['SAME_DAY_RECORD'])
  })

  test('by a submission more than thirty days after the day', () => {
    expect(openQuestions({ ...plain, submittedOn: '2008-06-03' })).toEqual([])
    expect(openQuestions({ ...plain, submittedOn: '2008-06-04' })).toEqual(['REPORTED_LATE'])
  })

  test('by a record that came back', () => {
    expect(openQuestions({ ...plain, cameBack: true })).toEqual(['RESUBMITTED'])
  })

  test('each for itself, in one order', () => {
    expect(
      openQuestions({
        content,
        indicators: [{ code: 'green.trees', usualMaximum: '10' }],
        hasOtherSameDay: true,
        submittedOn: '2008-09-01',
        cameBack: true,
        receiptDiffers: true,
      }),
    ).toEqual([...OPEN_QUESTIONS])
  })
})
