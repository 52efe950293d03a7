import { expect, test } from 'vitest'
import { renderPdf } from '../../platform/documents/render-pdf.ts'
import { exampleSheet } from '../../testing/example-bulletin.ts'
import { linesOfPdf } from '../../testing/pdf-lines.ts'
import type { PdfLine } from '../../testing/pdf-lines.ts'
import { bulletinTemplate } from './bulletin-template.ts'

const pdf = await renderPdf({
  template: bulletinTemplate,
  data: exampleSheet,
  at: new Date('2008-10-06T00:00:00Z'),
})
const pages = linesOfPdf(pdf)
const isBody = ({ points, text }: PdfLine) => points === 16 && /^建+$/.test(text)
const fullLines = pages.flatMap((lines) =>
  lines.filter((line) => isBody(line) && line.text.length === 28),
)
const near = (value: number | undefined, wanted: number, by: number) =>
  expect(Math.abs((value ?? Number.NaN) - wanted), `${value} for ${wanted}`).toBeLessThanOrEqual(by)

test('a full page of text has 22 lines of 28 signs of 16 points', () => {
  const [, second = []] = pages
  const lines = second.filter(isBody)
  expect(lines).toHaveLength(22)
  for (const { text } of lines) expect(text).toHaveLength(28)
})

test('the type area begins 37 mm below and 28 mm beside the edges, and is 156 by 225 mm', () => {
  const lines = (pages[1] ?? []).filter(isBody)
  const [first, last] = [lines[0], lines.at(-1)]
  near(first?.left, 28, 0.1)
  near(first?.right, 28 + 156, 0.3)
  // The upper edge of a sign is 0.88 of its size above its baseline.
  near((first?.baseline ?? 0) - (16 * 0.8 * 25.4) / 72, 37, 1)
  expect((last?.baseline ?? 0) + (16 * 0.2 * 25.4) / 72).toBeLessThanOrEqual(37 + 225)
  for (const { left, right } of fullLines) {
    expect(left).toBeGreaterThan(27.9)
    expect(right).toBeLessThan(28 + 156.3)
  }
})

test('lines stand 28.95 to 29 points apart', () => {
  const lines = (pages[1] ?? []).filter(isBody)
  lines.slice(1).forEach(({ baseline }, at) => {
    const pitch = ((baseline - (lines[at]?.baseline ?? 0)) * 72) / 25.4
    expect(pitch).toBeGreaterThan(28.95)
    expect(pitch).toBeLessThan(29.0)
  })
})

test('the red head: mark 35 mm below the type area, on one line as wide as it; number, then title in 22 points', () => {
  const [first = []] = pages
  const head = first.find(({ text }) => text === exampleSheet.mark)
  near((head?.baseline ?? 0) - (40 * 0.8 * 25.4) / 72, 37 + 35, 1)
  expect(head?.left).toBeGreaterThanOrEqual(28)
  expect(head?.right).toBeLessThanOrEqual(28 + 156.1)
  const number = first.find(({ text }) => text.startsWith('哈直党发'))
  expect(number?.points).toBe(16)
  const titles = first.filter(({ points }) => points === 22)
  expect(titles.map(({ text }) => text).join('')).toBe(exampleSheet.title)
  for (const { left, right } of titles) near((left + right) / 2, 28 + 78, 10)
  expect(number?.baseline).toBeGreaterThan(head?.baseline ?? 0)
  expect(titles[0]?.baseline).toBeGreaterThan(number?.baseline ?? 0)
})

test('paragraphs begin two signs in', () => {
  const first = pages[0]?.find(isBody)
  near(first?.left, 28 + (2 * 156) / 28, 0.2)
  expect(first?.text).toHaveLength(26)
})

test('the number of the page stands 7 mm below the type area: right on odd pages, left on even ones', () => {
  pages.forEach((lines, at) => {
    const number = lines.find(({ points, baseline }) => points === 14 && baseline > 37 + 225 + 5)
    expect(number?.text).toBe(`— ${at + 1} —`)
    // The dash lies a third of a sign above the baseline.
    near((number?.baseline ?? 0) - (14 * 0.36 * 25.4) / 72, 37 + 225 + 7, 1)
    if (at % 2 === 0) near(number?.left, 28 + 156 - 5 - 15, 3)
    else near(number?.left, 28 + 5, 1)
  })
})

test('the date stands four signs from the right, the signature above it, both on a page with text', () => {
  const page = pages.find((lines) => lines.some(({ text }) => text === exampleSheet.day)) ?? []
  const [day, name] = [exampleSheet.day, exampleSheet.signature].map((wanted) =>
    page.find(({ text }) => text === wanted),
  )
  expect(name?.baseline).toBeLessThan(day?.baseline ?? 0)
  // Seven digits and three signs are as wide as 6.8 signs.
  near(day?.left, 28 + 156 - (4 + 6.8) * (156 / 28), 3)
  expect(page.some(({ text }) => text === '特此通报。')).toBe(true)
})

test('the table goes on over pages with its head on each, no line cut in two, and the print note at the end of the last', () => {
  const withTable = pages.filter((lines) => lines.some(({ text }) => text === '优秀'))
  expect(withTable.length).toBeGreaterThan(2)
  for (const lines of withTable)
    for (const cell of exampleSheet.table.head)
      expect(lines.filter(({ text }) => text === cell)).toHaveLength(1)
  const longNames = withTable.map(
    (lines) => lines.filter(({ text }) => text.startsWith('名称很长的单位')).length,
  )
  // A name of two lines is on one page whole: as many first lines as second ones.
  for (const lines of withTable) {
    const parts = lines.filter(({ text }) => /^[名称很长的单位]+$/u.test(text) && text !== '单位')
    expect(parts.reduce((sum, { text }) => sum + [...text].length, 0) % 28).toBe(0)
  }
  expect(longNames.reduce((sum, many) => sum + many, 0)).toBeGreaterThanOrEqual(14)
  const numbers = withTable.flatMap((lines) => lines.filter(({ text }) => /^\d{1,2}$/.test(text)))
  expect(numbers.map(({ text }) => Number(text))).toEqual(
    Array.from({ length: 96 }, (_, at) => at + 1),
  )
  const note = pages.at(-1)?.find(({ text }) => text === exampleSheet.printed)
  expect(note?.points).toBe(14)
  near(note?.baseline, 37 + 225, 5)
})
