import { writeYearReport } from '@gongjian/domain/year-report'
import type { ReportSentence, ReportValue } from '@gongjian/domain/year-report'
import type { RequestContext } from '../../platform/context.ts'
import { writtenDay } from '../archives/written-day.ts'
import { readYearFigures } from './read-year-figures.ts'

/** Words, or a number with the page of what it counts. */
export type ReportPart = { text: string; path: string | null }
export type YearReportSection = { heading: string; paragraphs: ReportPart[][] }
export type YearReport = {
  year: number
  title: string
  sections: YearReportSection[]
}

const mark = '\u0001'

/** A text with its values in their places: the number parts apart from the words, so that each can be a link. */
function partsOf(template: string, values: readonly ReportPart[]): ReportPart[] {
  return template.split(mark).flatMap((piece, at): ReportPart[] => {
    if (at % 2 === 0) return piece === '' ? [] : [{ text: piece, path: null }]
    const value = values[Number(piece)]
    return value === undefined ? [] : [value]
  })
}

function written(context: RequestContext, value: ReportValue): ReportPart {
  if ('day' in value) return { text: writtenDay(context, value.day), path: null }
  if ('text' in value) return { text: value.text, path: null }
  // Numbers in Chinese prose stand without groups (GB/T 15835—2011, 5.1).
  const [whole = '', decimals] = value.number.split('.')
  const grouped = context.locale === 'en' ? whole.replaceAll(/\B(?=(\d{3})+$)/g, ',') : whole
  return { text: decimals === undefined ? grouped : `${grouped}.${decimals}`, path: value.path }
}

function sentence(context: RequestContext, { key, values }: ReportSentence): ReportPart[] {
  const names = Object.keys(values)
  const template = context.text(
    `report.${key}`,
    Object.fromEntries(names.map((name, at) => [name, `${mark}${at}${mark}`])),
  )
  return partsOf(
    template,
    Object.values(values).map((value) => written(context, value)),
  )
}

/** What was achieved is one sentence: its items follow each other, and the last closes it. */
function paragraph(context: RequestContext, sentences: readonly ReportSentence[]): ReportPart[] {
  return sentences.flatMap((one, at) => {
    const parts = sentence(context, one)
    if (one.key !== 'indicator') return parts
    const isLast = sentences[at + 1]?.key !== 'indicator'
    return [
      ...parts,
      { text: context.text(isLast ? 'report.listEnd' : 'report.listSeparator'), path: null },
    ]
  })
}

/** Neighbouring words are one part. */
function joined(parts: readonly ReportPart[]): ReportPart[] {
  const result: ReportPart[] = []
  for (const part of parts) {
    const last = result.at(-1)
    if (last !== undefined && last.path === null && part.path === null) last.text += part.text
    else result.push({ ...part })
  }
  return result
}

/** The figures section of the report of a year, in the reader's language; null where there is no such year. */
export async function yearReport(
  context: RequestContext,
  year: number,
): Promise<YearReport | null> {
  const read = await readYearFigures(context, year)
  if (read === null) return null
  return {
    year,
    title: context.text('report.title', { city: context.city.name, year: String(year) }),
    sections: writeYearReport(read.figures).map(({ heading, paragraphs }) => ({
      heading: context.text(`report.heading_${heading}`),
      paragraphs: paragraphs.map((sentences) => joined(paragraph(context, sentences))),
    })),
  }
}
