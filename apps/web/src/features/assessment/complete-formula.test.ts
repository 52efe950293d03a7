import { expect, test } from 'vitest'
import { completionsFor } from './complete-formula.ts'

const all = [
  { key: 'records.given', name: 'given' },
  { key: 'records.green', name: 'green area' },
  { key: 'people.hours', name: 'hours given' },
]
const keys = (text: string, caret: number | null = text.length) =>
  completionsFor(text, caret, all).found.map(({ key }) => key)

test('a word is completed by key or name, what begins so first', () => {
  expect(keys('2 * rec')).toEqual(['records.given', 'records.green'])
  expect(keys('records.gr')).toEqual(['records.green'])
  expect(keys('given')).toEqual(['records.given', 'people.hours'])
})
test('nothing is proposed for what is whole, for a number, or away from the caret', () => {
  expect(keys('records.given')).toEqual([])
  expect(keys('12')).toEqual([])
  expect(keys('rec', null)).toEqual([])
})
