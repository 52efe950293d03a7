import type { Locale } from '@gongjian/domain/vocabulary'
import {
  AlignmentType,
  Document,
  Footer,
  Header,
  HeadingLevel,
  ImageRun,
  PageBreak,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableOfContents,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import type {
  ArchiveBlock,
  ArchiveContent,
  ArchivePhoto,
  ArchiveTable,
  DocumentPhoto,
} from './archive-content.ts'

export type DocxMaterial = {
  content: ArchiveContent
  photos: readonly DocumentPhoto[]
  /** The QR code as PNG. */
  code: Uint8Array
  locale: Locale
}
type Part = Paragraph | Table

/** A4 between its margins, in twentieths of a point. */
const textWidth = 9360
/** Office documents are written in 仿宋, their heads in 黑体; who has no such type sees what Word puts for it. */
const body = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '仿宋_GB2312' }
const head = { ascii: 'Arial', hAnsi: 'Arial', eastAsia: '黑体' }
const line = { style: 'single', size: 4, color: 'AAAAAA' } as const
const borders = { top: line, bottom: line, left: line, right: line }

/** An archive as a Word document: the same parts in the same order as the PDF. */
export function docxOf({ content, photos, code, locale }: DocxMaterial): Document {
  const photoOf = new Map(photos.map((photo) => [photo.name, photo]))
  return new Document({
    title: `${content.organisation} ${content.title}`,
    creator: content.organisation,
    features: { updateFields: true },
    styles: {
      default: {
        document: { run: { font: body, size: 22, language: { eastAsia: locale } } },
        heading1: {
          run: { font: head, size: 32 },
          paragraph: { spacing: { before: 300, after: 160 } },
        },
        heading2: {
          run: { font: head, size: 24 },
          paragraph: { spacing: { before: 320, after: 80 } },
        },
      },
    },
    sections: [
      {
        properties: {
          titlePage: true,
          page: {
            size: { width: 11906, height: 16838 },
            margin: { top: 1440, bottom: 1300, left: 1273, right: 1273 },
          },
        },
        headers: {
          default: new Header({
            children: [small(`${content.organisation}　${content.title}　${content.number}`)],
          }),
          first: new Header({ children: [] }),
        },
        footers: { default: footerOf(content), first: new Footer({ children: [] }) },
        children: [
          ...coverOf(content, code),
          new Paragraph({ children: [new TextRun({ text: content.contentsTitle, bold: true })] }),
          new TableOfContents(content.contentsTitle, { hyperlink: true, headingStyleRange: '1-2' }),
          headingOf(content.summary.title, true),
          paragraph(content.summary.note),
          ...content.summary.tables.flatMap(captioned),
          headingOf(content.pairings.table.title, false),
          content.pairings.note === null
            ? tableOf(content.pairings.table)
            : paragraph(content.pairings.note),
          ...content.sections.flatMap((section) => [
            headingOf(section.title, true),
            ...(section.note === null ? [] : [paragraph(section.note)]),
            ...section.entries.flatMap((entry) => [
              new Paragraph({
                heading: HeadingLevel.HEADING_2,
                keepNext: true,
                children: [new TextRun(entry.heading)],
              }),
              ...(entry.mark === null
                ? []
                : [
                    new Paragraph({
                      children: [new TextRun({ text: entry.mark, bold: true, color: 'A00000' })],
                    }),
                  ]),
              ...entry.blocks.flatMap((block) => blockOf(block, photoOf)),
            ]),
          ]),
        ],
      },
    ],
  })
}

const paragraph = (text: string) => new Paragraph({ children: [new TextRun(text)] })
const small = (text: string) =>
  new Paragraph({ children: [new TextRun({ text, size: 17, color: '555555' })] })
const centred = (text: string, size: number, before: number) =>
  new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { before },
    children: [new TextRun({ text, size, font: head })],
  })
const captionOf = (text: string) =>
  new Paragraph({
    keepNext: true,
    spacing: { before: 160, after: 60 },
    children: [new TextRun({ text, bold: true })],
  })
const headingOf = (text: string, onNewPage: boolean) =>
  new Paragraph({
    heading: HeadingLevel.HEADING_1,
    pageBreakBefore: onNewPage,
    children: [new TextRun(text)],
  })

function footerOf({ footer: [before, between, after] }: ArchiveContent): Footer {
  return new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [
          new TextRun({
            size: 18,
            children: [before, PageNumber.CURRENT, between, PageNumber.TOTAL_PAGES, after],
          }),
        ],
      }),
    ],
  })
}

function coverOf(content: ArchiveContent, code: Uint8Array): Part[] {
  return [
    centred(content.number, 28, 2000),
    centred(content.title, 52, 700),
    centred(content.organisation, 36, 400),
    new Paragraph({ spacing: { before: 1200 }, children: [] }),
    ...content.cover.map(([label, value]) => fact(label, value)),
    new Paragraph({
      spacing: { before: 1000 },
      children: [
        new ImageRun({
          type: 'png',
          data: code,
          transformation: { width: 110, height: 110 },
          altText: { name: 'code', title: content.code, description: content.codeAlt },
        }),
      ],
    }),
    small(content.verify),
    small(content.address),
    new Paragraph({ children: [new TextRun({ text: content.code, bold: true })] }),
    small(`${content.hash[0]} ${content.hash[1]}`),
    new Paragraph({ children: [new PageBreak()] }),
  ]
}

const fact = (label: string, value: string) =>
  new Paragraph({
    tabStops: [{ type: 'left', position: 1700 }],
    indent: { left: 1700, hanging: 1700 },
    children: [new TextRun({ text: label, color: '555555' }), new TextRun({ text: `\t${value}` })],
  })

function cellOf(text: string, width: number, bold: boolean): TableCell {
  return new TableCell({
    borders,
    width: { size: width, type: WidthType.DXA },
    margins: { top: 40, bottom: 40, left: 80, right: 80 },
    children: text
      .split('\n')
      .map((one) => new Paragraph({ children: [new TextRun({ text: one, bold, size: 20 })] })),
  })
}

function tableOf({ head: heads, widths, rows }: ArchiveTable): Table {
  const whole = widths.reduce((sum, width) => sum + width, 0)
  const sizes = widths.map((width) => Math.floor((width / whole) * textWidth))
  const row = (cells: readonly string[], isHead: boolean) =>
    new TableRow({
      tableHeader: isHead,
      cantSplit: isHead,
      children: cells.map((cell, at) => cellOf(cell, sizes[at] ?? 1000, isHead)),
    })
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: sizes,
    rows: [row(heads, true), ...rows.map((cells) => row(cells, false))],
  })
}

const captioned = (table: ArchiveTable): Part[] => [captionOf(table.title), tableOf(table)]

function photoParts(photo: ArchivePhoto, file: DocumentPhoto | undefined): Paragraph[] {
  if (file === undefined) return [small(photo.text)]
  const scale = Math.min(1, 220 / file.width, 160 / file.height)
  return [
    new Paragraph({
      keepNext: true,
      children: [
        new ImageRun({
          type: 'jpg',
          data: file.bytes,
          transformation: {
            width: Math.max(1, Math.round(file.width * scale)),
            height: Math.max(1, Math.round(file.height * scale)),
          },
          altText: { name: file.name, title: photo.text, description: photo.text },
        }),
      ],
    }),
    small(photo.text),
  ]
}

function blockOf(block: ArchiveBlock, photoOf: ReadonlyMap<string, DocumentPhoto>): Part[] {
  switch (block.kind) {
    case 'facts':
      return block.rows.map(([label, value]) => fact(label, value))
    case 'words':
      return [captionOf(block.title), ...block.lines.map(paragraph)]
    case 'table':
      return captioned(block)
    case 'photos':
      return [
        captionOf(block.title),
        ...block.photos.flatMap((photo) => photoParts(photo, photoOf.get(photo.file ?? ''))),
      ]
  }
}
