import { expect, test } from 'vitest'
import { agreesWithPublished } from './published-figure.ts'
import type { Qualifier } from './published-figure.ts'

test.each<[Qualifier, string, string, boolean]>([
  ['exact', '1721', '1721', true],
  ['exact', '1721', '1720', false],
  ['exact', '1721', '1722', false],
  ['exact', '26.5', '26.50', true],
  ['over', '20000', '20000', true],
  ['over', '20000', '21999.99', true],
  ['over', '20000', '22000', false],
  ['over', '20000', '19999', false],
  ['nearly', '1000', '1000', true],
  ['nearly', '1000', '900.01', true],
  ['nearly', '1000', '900', false],
  ['nearly', '1000', '1001', false],
])('%s %s: %s agrees is %s', (qualifier, value, computed, agrees) => {
  expect(agreesWithPublished({ value, qualifier }, computed)).toBe(agrees)
})
