import { readFileSync } from 'node:fs'
import { HELP_AREAS } from '@gongjian/domain/vocabulary'
import { z } from 'zod'

const folder = new URL('./harbin-2008/', import.meta.url)

function readCsv(name: string): Record<string, string>[] {
  const [head = '', ...lines] = readFileSync(new URL(name, folder), 'utf8').trim().split(/\r?\n/)
  const columns = head.split(',')
  return lines.map((line) => {
    const cells = line.split(',')
    return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']))
  })
}

const helpArea = z.enum(HELP_AREAS)
const languages = z.object({ 'zh-CN': z.string(), 'zh-TW': z.string(), en: z.string() })

export const agencyRows = z
  .array(
    z.object({
      code: z.string(),
      name: z.string(),
      zone_code: z.string(),
      zone_name: z.string(),
      zone_lead: z.enum(['0', '1']),
      strengths: z.string().transform((text) => z.array(helpArea).parse(text.split('|'))),
    }),
  )
  .parse(readCsv('agencies.csv'))

export const streetRows = z
  .array(
    z.object({
      code: z.string(),
      name: z.string(),
      district_code: z.string(),
      district_name: z.string(),
    }),
  )
  .parse(readCsv('street-committees.csv'))

export const communityRows = z
  .array(z.object({ code: z.string(), name: z.string(), street_code: z.string() }))
  .parse(readCsv('communities.csv'))

export const indicatorRows = z
  .array(
    z.object({
      code: z.string(),
      kind: z.enum(['SIX_HELPS', 'LABOUR', 'VISIT']),
      area: helpArea.nullable(),
      decimals: z.number(),
      usualMaximum: z.string(),
      name: languages,
      unit: languages,
    }),
  )
  .parse(JSON.parse(readFileSync(new URL('indicators.json', folder), 'utf8')))

export const publishedFigures = z
  .object({
    figures: z.array(
      z.object({
        id: z.string(),
        section: z.string(),
        label: z.string(),
        label_en: z.string(),
        value: z.number(),
        unit: z.string(),
        qualifier: z.enum(['exact', 'over', 'nearly']),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('harbin-2008-published.json', folder), 'utf8'))).figures
