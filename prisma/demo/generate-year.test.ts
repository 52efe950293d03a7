import { agreesWithPublished } from '@gongjian/domain/published-figure'
import { addDecimals } from '@gongjian/domain/decimal-text'
import { checkContent } from '@gongjian/domain/activity-content'
import { expect, test } from 'vitest'
import { generateYear } from './generate-year.ts'
import { demoOrganisations } from './organisations.ts'
import { indicatorRows, publishedFigures } from './read-data.ts'

const { pairings } = demoOrganisations()
const year = generateYear(pairings)
const signed = year.records.filter(({ status }) => status === 'COUNTERSIGNED')

test('the same seed gives the same year, another one another', () => {
  expect(JSON.stringify(generateYear(pairings).records[700])).toBe(
    JSON.stringify(year.records[700]),
  )
  expect(generateYear(pairings, 7).records[700]?.id).not.toBe(year.records[700]?.id)
})

test('every published quantity is the sum of what was accepted', () => {
  const off = indicatorRows.filter(({ code }) => {
    const sum = signed.reduce(
      (total, { accepted }) => addDecimals(total, accepted.get(code) ?? '0'),
      '0',
    )
    const figure = publishedFigures.find(({ id }) => id === code)
    return (
      figure === undefined ||
      !agreesWithPublished({ value: String(figure.value), qualifier: figure.qualifier }, sum)
    )
  })
  expect(off).toEqual([])
})

test('every record is one that the rules would have let pass', () => {
  const indicators = indicatorRows.map((row) => ({
    ...row,
    validFrom: '2007-01-01',
    validTo: null,
  }))
  const periods = [{ year: 2008, startsOn: '2007-10-01', endsOn: '2008-09-30' }]
  for (const { content, pairing, status } of year.records) {
    const checked = checkContent(
      {
        ...content,
        participations: content.participations.map((line) => ({
          ...line,
          headCount: String(line.headCount),
        })),
      },
      {
        purpose: status === 'DRAFT' || status === 'WITHDRAWN' ? 'draft' : 'submit',
        indicators,
        periods,
        statusOn: () => 'OPEN',
        storedDayStatus: null,
        campaigns: year.campaigns,
        pairing,
        recordingSide:
          content.direction === 'COMMUNITY_TO_AGENCY' ? 'COMMUNITY_SIDE' : 'AGENCY_SIDE',
        today: '2008-09-26',
      },
    )
    expect(checked.ok ? [] : checked.problems).toEqual([])
  }
})

test('few agencies do much, some do nothing of the six helps', () => {
  const counts = Map.groupBy(
    signed.filter(({ content }) => content.kind === 'SIX_HELPS'),
    ({ pairing }) => pairing.agencySide.code.slice(0, 4),
  )
  const sizes = [...counts.values()].map(({ length }) => length).sort((a, b) => b - a)
  expect(sizes.length).toBe(91)
  expect(sizes.slice(0, 20).reduce((sum, size) => sum + size, 0)).toBeGreaterThan(1721 / 3)
})
