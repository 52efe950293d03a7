import {
  AlignmentType,
  createSpacing,
  Document,
  DocumentGridType,
  Footer,
  HeadingLevel,
  ImageRun,
  LineRuleType,
  PageNumber,
  OnOffElement,
  Paragraph,
  ParagraphProperties,
  Table,
  TableAnchorType,
  TableCell,
  TableLayoutType,
  TableRow,
  RelativeVerticalPosition,
  TabStopType,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx'
import type { IParagraphOptions, IRunOptions } from 'docx'
import { documentTypes, millimetres } from '../../platform/documents/word-types.ts'
import { CODE_SIDE, MARK_POINTS, TYPE_AREA } from './bulletin-sheet.ts'
import type { BulletinParagraph, BulletinSheet } from './bulletin-sheet.ts'

const textWidth = millimetres(TYPE_AREA.width)
const linePitch = Math.floor(millimetres(TYPE_AREA.height) / TYPE_AREA.linesPerPage)
const sign = textWidth / TYPE_AREA.signsPerLine
const bodyPoints = 16
/** Pixels as Word counts them: 96 an inch. */
const codePixels = Math.round((CODE_SIDE / 25.4) * 96)
/**
 * By how much signs stand closer than their type is wide, so that 28 of them fill a line, in twentieths of a point. Said
 * of the type rather than of the document's grid: LibreOffice gives a sign that is wider than its place on a grid one
 * and a half of them, and sets eighteen on a line.
 */
const closer = Math.floor(sign - bodyPoints * 20)

const { fangSong, kai, hei, xiaoBiaoSong, song } = documentTypes
const red = 'D7000F'

const run = (text: string, options: IRunOptions = {}) => new TextRun({ text, ...options })
const paragraph = (text: string, options: IParagraphOptions = {}, of: IRunOptions = {}) =>
  new Paragraph({ ...options, children: [run(text, of)] })
const blank = () => new Paragraph({ children: [] })
const indented: IParagraphOptions = {
  alignment: AlignmentType.JUSTIFIED,
  indent: { firstLineChars: 200, firstLine: Math.round(2 * sign) },
}

function wordsOf({ level, head, text }: BulletinParagraph): Paragraph {
  if (level === 1)
    return paragraph(
      head,
      { ...indented, heading: HeadingLevel.HEADING_2, keepNext: true },
      { font: hei },
    )
  return new Paragraph({
    ...indented,
    children: [...(head === '' ? [] : [run(head, { font: kai })]), run(text)],
  })
}

const titleOf = (lines: readonly string[]) =>
  new Paragraph({
    alignment: AlignmentType.CENTER,
    heading: HeadingLevel.HEADING_1,
    spacing: { line: 700, lineRule: LineRuleType.EXACT },
    children: lines.map((line, at) =>
      run(line, { font: xiaoBiaoSong, size: 44, ...(at === 0 ? {} : { break: 1 }) }),
    ),
  })

function headOf(sheet: BulletinSheet): Paragraph[] {
  return [
    // The mark begins 35 mm below the upper edge of the type area: as room before it, which every office program leaves;
    // an empty line of that height is made lower by some.
    paragraph(
      sheet.mark,
      {
        alignment: AlignmentType.CENTER,
        spacing: { before: millimetres(35), line: 960, lineRule: LineRuleType.EXACT },
      },
      {
        font: xiaoBiaoSong,
        size: MARK_POINTS * 2,
        color: red,
        scale: Math.floor(sheet.markScale * 100),
      },
    ),
    blank(),
    blank(),
    paragraph(sheet.number, {
      alignment: AlignmentType.CENTER,
      // The red line, 4 mm below the number.
      border: { bottom: { style: 'single', size: 8, color: red, space: 11 } },
    }),
    blank(),
    blank(),
    titleOf(sheet.titleLines),
    blank(),
    paragraph(sheet.addressees),
  ]
}

function endOf(sheet: BulletinSheet, code: Buffer | null): Paragraph[] {
  const wide = [...sheet.day].reduce((sum, one) => sum + (/\d/.test(one) ? 0.5 : 1), 0)
  const right = Math.max(0, Math.round((4 + (wide - [...sheet.signature].length) / 2) * sign))
  const kept = { keepNext: true, keepLines: true }
  return [
    new Paragraph({ ...kept, children: [] }),
    paragraph(sheet.attachment.note, {
      ...kept,
      indent: { left: Math.round(5 * sign), hanging: Math.round(3 * sign) },
    }),
    new Paragraph({ ...kept, children: [] }),
    new Paragraph({ ...kept, children: [] }),
    paragraph(sheet.signature, { ...kept, alignment: AlignmentType.RIGHT, indent: { right } }),
    paragraph(sheet.day, {
      ...kept,
      alignment: AlignmentType.RIGHT,
      indent: { right: Math.round(4 * sign) },
    }),
    // Set to the left: what is drawn out to both sides tears a web address apart.
    paragraph(sheet.remark, { ...indented, alignment: AlignmentType.LEFT }),
    ...(code === null
      ? []
      : [
          new Paragraph({
            indent: { left: Math.round(2 * sign) },
            spacing: { line: millimetres(CODE_SIDE) + 120, lineRule: LineRuleType.EXACT },
            children: [
              new ImageRun({
                type: 'png',
                data: code,
                transformation: { width: codePixels, height: codePixels },
                altText: { name: 'code', title: sheet.codeAlt, description: sheet.codeAlt },
              }),
            ],
          }),
        ]),
  ]
}

const line = (eighths: number) => ({ style: 'single', size: eighths, color: '000000' }) as const
const none = { style: 'none', size: 0, color: 'auto' } as const

function cellOf(text: string, width: number, isHead: boolean): TableCell {
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    margins: { top: 60, bottom: 60, left: 60, right: 60 },
    verticalAlign: VerticalAlignTable.CENTER,
    children: [
      paragraph(
        text,
        {
          alignment: AlignmentType.CENTER,
          // The same in every type, so that the table breaks where the PDF's does.
          spacing: { line: 400, lineRule: LineRuleType.EXACT },
        },
        { size: 28, ...(isHead ? { font: hei } : {}) },
      ),
    ],
  })
}

function tableOf({ head, widths, rows }: BulletinSheet['table']): Table {
  const whole = widths.reduce((sum, width) => sum + width, 0)
  const sizes = widths.map((width) => Math.floor((width / whole) * textWidth))
  const row = (cells: readonly string[], isHead: boolean) =>
    new TableRow({
      tableHeader: isHead,
      cantSplit: true,
      children: cells.map((cell, at) => cellOf(cell, sizes[at] ?? 1000, isHead)),
    })
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: sizes,
    rows: [row(head, true), ...rows.map((cells) => row(cells, false))],
  })
}

/** 版记: at the foot of the last page, its outer lines thicker than those between. */
function printNoteOf({ copies, printedBy, printed }: BulletinSheet): Table {
  const small = { size: 28 }
  const row = (child: Paragraph, isFirst: boolean, isLast: boolean) =>
    new TableRow({
      cantSplit: true,
      children: [
        new TableCell({
          width: { size: textWidth, type: WidthType.DXA },
          borders: {
            left: none,
            right: none,
            top: line(isFirst ? 8 : 6),
            bottom: line(isLast ? 8 : 6),
          },
          children: [child],
        }),
      ],
    })
  const last = new Paragraph({
    indent: { left: 280, right: 280 },
    tabStops: [{ type: TabStopType.RIGHT, position: textWidth - 280 }],
    children: [run(printedBy, small), run(`\t${printed}`, small)],
  })
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: [textWidth],
    float: {
      horizontalAnchor: TableAnchorType.MARGIN,
      absoluteHorizontalPosition: 1,
      verticalAnchor: TableAnchorType.MARGIN,
      relativeVerticalPosition: RelativeVerticalPosition.BOTTOM,
    },
    rows: [
      ...(copies === null
        ? []
        : [
            row(
              paragraph(copies, { indent: { left: 1120, hanging: 840, right: 280 } }, small),
              true,
              false,
            ),
          ]),
      row(last, copies === null, true),
    ],
  })
}

/** — 1 —, on the outer side of the page: right on odd pages, left on even ones. */
function footerOf(side: 'left' | 'right'): Footer {
  return new Footer({
    children: [
      new Paragraph({
        alignment: side === 'right' ? AlignmentType.RIGHT : AlignmentType.LEFT,
        indent: { left: 280, right: 280 },
        children: [
          new TextRun({ font: song, size: 28, children: ['— ', PageNumber.CURRENT, ' —'] }),
        ],
      }),
    ],
  })
}

/**
 * The paragraph that has to stand behind the print note, as low as can be. LibreOffice would set it to a whole line of the
 * grid, for which there may be no room left but on another page, with nothing on it.
 */
function endOfDocument(): Paragraph {
  const last = new ParagraphProperties()
  last.push(new OnOffElement('w:snapToGrid', false))
  last.push(createSpacing({ line: 20, lineRule: LineRuleType.EXACT }))
  const end = new Paragraph({ children: [] })
  end.addChildElement(last)
  return end
}

/** A bulletin as a Word document: the same parts in the same order as the PDF, with 22 lines of 28 signs on a page. */
export function docxOfBulletin(sheet: BulletinSheet, code: Buffer | null = null): Document {
  return new Document({
    title: sheet.title,
    creator: sheet.signature,
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: {
        document: {
          run: {
            font: fangSong,
            size: bodyPoints * 2,
            characterSpacing: closer,
            color: '000000',
            language: { eastAsia: 'zh-CN' },
          },
        },
        heading1: { run: { font: xiaoBiaoSong, size: 44, color: '000000' } },
        heading2: { run: { font: hei, size: 32, color: '000000' } },
      },
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: 11906, height: 16838 },
            margin: {
              top: millimetres(TYPE_AREA.top),
              bottom: 16838 - millimetres(TYPE_AREA.top) - millimetres(TYPE_AREA.height),
              left: millimetres(TYPE_AREA.left),
              right: 11906 - millimetres(TYPE_AREA.left) - textWidth,
              footer: millimetres(25),
            },
          },
          grid: { type: DocumentGridType.LINES, linePitch },
        },
        footers: { default: footerOf('right'), even: footerOf('left') },
        children: [
          ...headOf(sheet),
          ...sheet.paragraphs.map(wordsOf),
          ...endOf(sheet, code),
          paragraph(sheet.attachment.label, { pageBreakBefore: true }, { font: hei }),
          blank(),
          titleOf(sheet.attachment.titleLines),
          tableOf(sheet.table),
          new Paragraph({ spacing: { line: 240, lineRule: LineRuleType.EXACT }, children: [] }),
          printNoteOf(sheet),
          endOfDocument(),
        ],
      },
    ],
  })
}
