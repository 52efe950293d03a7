import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  EXPLORE_DIMENSIONS,
  EXPLORE_FIELDS,
  exploreAddress,
  readExploreQuestion,
} from './explore-question.ts'
import {
  mayChangeSavedView,
  mayRemoveSavedView,
  outdatedFields,
  readSavedSearch,
  SAVED_VIEW_LIMITS,
  SAVED_VIEW_SHARINGS,
  sharingsFor,
} from './saved-view.ts'
import { ROLES } from './vocabulary.ts'

const indicators = new Set(['culture.performances'])

test('only who answers for the whole city puts a view before all of it', () => {
  const forAll = ROLES.filter((role) => sharingsFor(role).includes('CITY'))
  expect(forAll).toEqual(['MUNICIPAL_ANALYST', 'ADMINISTRATOR'])
  for (const role of ROLES)
    expect(sharingsFor(role).slice(0, 2)).toEqual(['PRIVATE', 'ORGANISATION'])
})

describe.each(ROLES)('%s', (role) => {
  test.each(SAVED_VIEW_SHARINGS)(
    'changes and removes what is their own; of others at most removes: %s',
    (sharing) => {
      const own = { ownerId: 'me', sharing }
      const foreign = { ownerId: 'other', sharing }
      const reader = { userId: 'me', role }
      expect(mayChangeSavedView(own, reader)).toBe(true)
      expect(mayRemoveSavedView(own, reader)).toBe(true)
      expect(mayChangeSavedView(foreign, reader)).toBe(false)
      expect(mayRemoveSavedView(foreign, reader)).toBe(
        sharing === 'CITY' && (role === 'MUNICIPAL_ANALYST' || role === 'ADMINISTRATOR'),
      )
    },
  )
})

test('what the page does not know is named and not kept', () => {
  const long = 'x'.repeat(SAVED_VIEW_LIMITS.value + 1)
  expect(
    readSavedSearch('EXPLORE', [
      { field: 'by', value: 'AGENCY' },
      { field: 'across', value: '' },
      { field: '__proto__', value: 'x' },
      { field: 'planet', value: 'Mars' },
      { field: 'measure', value: long },
    ]),
  ).toEqual({ search: { by: 'AGENCY' }, unknown: ['__proto__', 'planet', 'measure'] })
})

test('a measure whose indicator is gone is named', () => {
  const search = { measure: 'outputs.culture.performances', by: 'ZONE' }
  expect(outdatedFields('EXPLORE', search, indicators)).toEqual([])
  expect(outdatedFields('EXPLORE', search, new Set())).toEqual(['measure'])
  expect(outdatedFields('EXPLORE', { by: 'PLANET' }, indicators)).toEqual(['by'])
})

test('every question that can be asked is kept whole and opens as it was', () => {
  const address = fc.record(
    {
      measure: fc.constantFrom('people.hours', 'outputs.culture.performances', 'usefulness.mean'),
      by: fc.constantFrom(...EXPLORE_DIMENSIONS),
      across: fc.constantFrom(...EXPLORE_DIMENSIONS),
      year: fc.integer({ min: 1900, max: 2200 }),
      from: fc.constantFrom('2008-01', '2008-11'),
      zoneId: fc.uuid(),
      compare: fc.constantFrom('YEAR_BEFORE', 'SAME_MONTHS'),
      order: fc.constantFrom('MOST', 'LEAST'),
      view: fc.constantFrom('BARS', 'HEAT'),
      show: fc.constantFrom('SHARE', 'PER_HEAD'),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(address, (given) => {
      const { question } = readExploreQuestion(given, indicators)
      const parts = Object.entries(exploreAddress(question)).map(([field, value]) => ({
        field,
        value: String(value),
      }))
      const { search, unknown } = readSavedSearch('EXPLORE', parts)
      expect(unknown).toEqual([])
      expect(
        Object.keys(search).every((field) => EXPLORE_FIELDS.some((one) => one === field)),
      ).toBe(true)
      expect(readExploreQuestion(search, indicators)).toEqual({ question, problems: [] })
    }),
  )
})
