import { agreesWithPublished } from '@gongjian/domain/published-figure'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { publishedFigures } from '@gongjian/database/demo/published'
import { openApp } from '../../testing/app-under-test.ts'
import type { AppUnderTest } from '../../testing/app-under-test.ts'
import { fileOf } from '../../testing/zip-file.ts'

let open: AppUnderTest
beforeAll(async () => {
  open = await openApp()
})
afterAll(() => open.close())

const shape = z
  .object({
    title: z.string(),
    sections: z.array(
      z.object({
        heading: z.string(),
        paragraphs: z.array(z.array(z.object({ text: z.string(), path: z.string().nullable() }))),
      }),
    ),
  })
  .nullable()
const query = (year: number) =>
  `{ yearReport(year: ${year}) { title sections { heading paragraphs { text path } } } }`
async function report(account: string, year: number, headers: Record<string, string> = {}) {
  const { data, errors } = await open.ask(account, query(year), {}, headers)
  const codes = (errors ?? []).map(({ extensions }) => extensions['code'])
  return { codes, report: shape.parse(data?.['yearReport'] ?? null) }
}
const proseOf = (found: z.infer<typeof shape>) =>
  (found?.sections ?? [])
    .map(({ heading, paragraphs }) =>
      [heading, ...paragraphs.map((parts) => parts.map(({ text }) => text).join(''))].join('\n'),
    )
    .join('\n')

describe('the report of the demonstration year', () => {
  test('carries every figure that the survey published, as it was counted', async () => {
    const { report: found } = await report('municipal', 2008)
    const prose = proseOf(found)
    expect(prose).toContain(
      '\u5168\u5E74\u5F00\u5C55\u516D\u5E2E\u6D3B\u52A8\u5171\u8BA11721\u6B21',
    )
    const numbers = (found?.sections ?? []).flatMap(({ paragraphs }) =>
      paragraphs.flatMap((parts) =>
        parts.flatMap(({ text, path }, at) =>
          path === null ? [] : [{ number: text, after: parts[at + 1]?.text ?? '' }],
        ),
      ),
    )
    for (const { label, value, unit, qualifier } of publishedFigures.filter(
      ({ section }) => section !== 'survey',
    )) {
      const said = numbers.some(
        ({ number, after }) =>
          agreesWithPublished({ value: String(value), qualifier }, number) &&
          after.startsWith(unit),
      )
      expect({ label, said }).toEqual({ label, said: true })
    }
  })

  test('each number opens records that add up to it', async () => {
    const { report: found } = await report('municipal', 2008)
    const parts = (found?.sections ?? []).flatMap(({ paragraphs }) => paragraphs.flat())
    const total = parts.find(({ text }) => text === '1721')
    expect(total?.path).toBe('/records?year=2008&kinds=SIX_HELPS&statuses=COUNTERSIGNED')
    expect(parts.filter(({ path }) => path !== null).length).toBeGreaterThan(40)
  })

  test('is written in the language of the reader', async () => {
    const { report: found } = await report('municipal', 2008, { 'accept-language': 'en' })
    expect(proseOf(found)).toContain('activities of the six helps: 1,721')
    const { report: traditional } = await report('municipal', 2008, { 'accept-language': 'zh-TW' })
    expect(proseOf(traditional)).toContain('\u5171\u8A081721\u6B21')
  })

  test('comes as a Word document with the same words, each number a link', async () => {
    const response = await open.app.inject({
      url: '/files/year-reports/2008.docx',
      headers: { cookie: await open.cookieOf('municipal'), host: 'gongjian.example' },
    })
    expect(response.statusCode).toBe(200)
    const words = fileOf(response.rawPayload, 'word/document.xml').matchAll(/<w:t[^>]*>([^<]*)</g)
    const text = [...words].map(([, word]) => word).join('')
    const relations = fileOf(response.rawPayload, 'word/_rels/document.xml.rels')
    const links = [...relations.matchAll(/Target="(http[^"]*)"/g)].map(([, link = '']) => link)
    const { report: found } = await report('municipal', 2008)
    expect(text).toContain(proseOf(found).replaceAll('\n', ''))
    expect(links.length).toBeGreaterThan(40)
    expect(links.every((link) => /^https?:\/\/[^/]+\/[a-z]/.test(link))).toBe(true)
  })
})

test('a year that is none gives none, in the API and as a file', async () => {
  expect((await report('municipal', 1999)).report).toBeNull()
  for (const file of ['1999.docx', '2008.pdf', 'x', '20080.docx']) {
    const { statusCode } = await open.app.inject({
      url: `/files/year-reports/${file}`,
      headers: { cookie: await open.cookieOf('municipal') },
    })
    expect({ file, statusCode }).toEqual({ file, statusCode: 404 })
  }
})

test('who sees a part of the city has no report of the whole', async () => {
  for (const account of ['recorder', 'community', 'street', 'district', 'admin']) {
    const { codes } = await report(account, 2008)
    expect({ account, codes }).toEqual({ account, codes: ['FORBIDDEN'] })
    const { statusCode } = await open.app.inject({
      url: '/files/year-reports/2008.docx',
      headers: { cookie: await open.cookieOf(account) },
    })
    expect({ account, statusCode }).toEqual({ account, statusCode: 403 })
  }
})
