import { Packer } from 'docx'
import { beforeAll, expect, test } from 'vitest'
import { exampleSheet } from '../../testing/example-bulletin.ts'
import { fileOf } from '../../testing/zip-file.ts'
import { docxOfBulletin } from './bulletin-docx.ts'

let document: string
let zip: Buffer
beforeAll(async () => {
  zip = await Packer.toBuffer(docxOfBulletin(exampleSheet))
  document = fileOf(zip, 'word/document.xml')
})
const attributes = (tag: string) => {
  const [, found = ''] = new RegExp(`<w:${tag} ([^>]*?)/?>`).exec(document) ?? []
  return Object.fromEntries(
    [...found.matchAll(/w:(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  )
}
const millimetres = (twips: string | undefined) => (Number(twips) * 25.4) / 1440

test('A4 with a type area of 156 by 225 mm, 37 mm from above and 28 mm from the left', () => {
  const [size, margin] = [attributes('pgSz'), attributes('pgMar')]
  expect(millimetres(size['w'])).toBeCloseTo(210, 0)
  expect(millimetres(size['h'])).toBeCloseTo(297, 0)
  expect(millimetres(margin['top'])).toBeCloseTo(37, 1)
  expect(millimetres(margin['left'])).toBeCloseTo(28, 1)
  const width = Number(size['w']) - Number(margin['left']) - Number(margin['right'])
  const height = Number(size['h']) - Number(margin['top']) - Number(margin['bottom'])
  expect(millimetres(String(width))).toBeCloseTo(156, 1)
  expect(millimetres(String(height))).toBeCloseTo(225, 1)
})

test('a page has 22 lines of 28 signs, also where a program snaps no sign to a grid', () => {
  const grid = attributes('docGrid')
  expect(grid['type']).toBe('lines')
  const pitch = Number(grid['linePitch'])
  expect(pitch / 20).toBeGreaterThanOrEqual(28.95)
  expect(pitch / 20).toBeLessThan(29)
  expect(Math.floor((225 * 1440) / 25.4 / pitch)).toBe(22)
  const [, closer = ''] =
    /<w:rPrDefault>[^]*?<w:spacing w:val="(-?\d+)"\/>/.exec(fileOf(zip, 'word/styles.xml')) ?? []
  const sign = 16 + Number(closer) / 20
  expect(Math.floor((156 * 72) / 25.4 / sign)).toBe(28)
})

test('the mark begins 35 mm below the upper edge of the type area', () => {
  const [, before] = /<w:body><w:p>[^]*?<w:spacing w:before="(\d+)"/.exec(document) ?? []
  expect(millimetres(before)).toBeCloseTo(35, 1)
})

test('it names the types of an office: body, title, headings', () => {
  const styles = fileOf(zip, 'word/styles.xml')
  expect(styles).toMatch(/w:eastAsia="仿宋_GB2312"/)
  expect(styles).toMatch(/<w:sz w:val="32"\/>/)
  for (const type of ['方正小标宋简体', '黑体', '楷体_GB2312']) expect(document).toContain(type)
  const [, mark = ''] =
    /<w:r>((?:(?!<\/w:r>)[^])*?中共哈尔滨市直属机关工作委员会文件)/.exec(document) ?? []
  expect(mark).toMatch(/w:color w:val="D7000F"/)
})

test('the head of its table is repeated and no row is cut; the print note stands at the foot of the page', () => {
  expect(document.match(/<w:tblHeader\/>/g)).toHaveLength(1)
  const rows = document.match(/<w:tr>|<w:tr /g) ?? []
  expect(document.match(/<w:cantSplit\/>/g)).toHaveLength(rows.length)
  expect(rows.length).toBe(1 + 96 + 2)
  expect(document).toMatch(/<w:tblpPr [^>]*w:tblpYSpec="bottom"/)
  // What has to follow it takes no line of the grid, for which there may be no room.
  expect(document).toContain(
    '<w:p><w:pPr><w:snapToGrid w:val="false"/><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p><w:sectPr>',
  )
})

test('the number of the page is on the outer side', () => {
  const footers = [1, 2].map((number) => fileOf(zip, `word/footer${number}.xml`))
  expect(footers.map((footer) => /<w:jc w:val="(\w+)"/.exec(footer)?.[1])).toEqual([
    'right',
    'left',
  ])
  for (const footer of footers) expect(footer).toMatch(/— [^]*PAGE[^]* —/)
  expect(fileOf(zip, 'word/settings.xml')).toContain('evenAndOddHeaders')
})
