import { expect, test } from 'vitest'
import { bandsFrom, bandsText } from './bands-text.ts'

test('bands are read as they are written', () => {
  const bands = [
    { through: 1, points: '60' },
    { through: 5, points: '48.5' },
  ]
  expect(bandsFrom(bandsText(bands))).toEqual(bands)
  expect(bandsFrom('1：60\n\n 5, 48.5 ')).toEqual(bands)
  expect(bandsFrom('first')).toEqual([{ through: 0, points: '' }])
})
