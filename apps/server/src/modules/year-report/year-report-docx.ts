import {
  AlignmentType,
  Document,
  ExternalHyperlink,
  HeadingLevel,
  LineRuleType,
  Paragraph,
  TextRun,
} from 'docx'
import { documentTypes, millimetres } from '../../platform/documents/word-types.ts'
import type { YearReport } from './year-report.ts'

const { fangSong, hei, xiaoBiaoSong } = documentTypes
const line = { line: 580, lineRule: LineRuleType.EXACT }

/**
 * The report as a Word document that the office goes on writing in: the page of GB/T 9704, 三号仿宋. With `address`, the
 * product's own, each number is a link to the records that it counts.
 */
export function docxOfYearReport(report: YearReport, address: string | null): Document {
  const run = (text: string) => new TextRun({ text })
  return new Document({
    title: report.title,
    styles: {
      default: {
        document: {
          run: { font: fangSong, size: 32, color: '000000', language: { eastAsia: 'zh-CN' } },
        },
        heading1: { run: { font: xiaoBiaoSong, size: 44, color: '000000' } },
        heading2: { run: { font: hei, size: 32, color: '000000' } },
        hyperlink: { run: { color: '000000', underline: { type: 'dotted' } } },
      },
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: 11906, height: 16838 },
            margin: {
              top: millimetres(37),
              bottom: millimetres(35),
              left: millimetres(28),
              right: millimetres(26),
            },
          },
        },
        children: [
          new Paragraph({
            heading: HeadingLevel.HEADING_1,
            alignment: AlignmentType.CENTER,
            spacing: { line: 700, lineRule: LineRuleType.EXACT, after: 580 },
            children: [run(report.title)],
          }),
          ...report.sections.flatMap(({ heading, paragraphs }) => [
            new Paragraph({
              heading: HeadingLevel.HEADING_2,
              keepNext: true,
              spacing: line,
              indent: { firstLineChars: 200 },
              children: [run(heading)],
            }),
            ...paragraphs.map(
              (parts) =>
                new Paragraph({
                  alignment: AlignmentType.JUSTIFIED,
                  spacing: line,
                  indent: { firstLineChars: 200 },
                  children: parts.map(({ text, path }) =>
                    path === null || address === null
                      ? run(text)
                      : new ExternalHyperlink({
                          link: address + path,
                          children: [new TextRun({ text, style: 'Hyperlink' })],
                        }),
                  ),
                }),
            ),
          ]),
        ],
      },
    ],
  })
}
