import { describe, expect, test } from 'vitest'
import { exportPath, paths } from './paths.ts'

describe('an address', () => {
  test('belongs to one page only', () => {
    const addresses = Object.values(paths).map((path) => path('x'))
    expect(new Set(addresses).size).toBe(addresses.length)
  })

  test('begins at the root', () => {
    for (const path of Object.values(paths)) expect(path('x')).toMatch(/^\//)
  })
})

describe('the address of an export', () => {
  test('is bare where nothing is filtered', () => {
    const nothing = {
      search: '',
      zoneId: null,
      year: undefined,
      overdue: false,
      statuses: undefined,
    }
    expect(exportPath('activities', 'xlsx', nothing)).toBe('/api/exports/activities.xlsx')
  })

  test('keeps each filter, a list by commas, and a zero', () => {
    const address = exportPath('inbox', 'csv', { waitedDaysFrom: 0, kinds: ['VISIT', 'LABOUR'] })
    const [path, query] = address.split('?')
    expect(path).toBe('/api/exports/inbox.csv')
    expect([...new URLSearchParams(query)]).toEqual([
      ['waitedDaysFrom', '0'],
      ['kinds', 'VISIT,LABOUR'],
    ])
  })

  test('escapes what is searched for', () => {
    const query = exportPath('activities', 'csv', { search: 'a&b=c' }).split('?')[1]
    expect(new URLSearchParams(query).get('search')).toBe('a&b=c')
  })
})
