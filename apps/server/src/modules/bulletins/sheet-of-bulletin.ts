import { chineseDay, GRADE_NAMES } from '@gongjian/domain/bulletin-draft'
import { BULLETIN_WORDS as words } from '@gongjian/domain/bulletin-words'
import { printableText } from '@gongjian/domain/printable-text'
import type { RequestContext } from '../../platform/context.ts'
import { markScaleOf, TITLE_SIGNS } from './bulletin-sheet.ts'
import type { BulletinParagraph, BulletinSheet } from './bulletin-sheet.ts'
import type { BulletinRow } from './bulletin-row.ts'
import type { RankedRow } from './published-ranking.ts'
import { titleLines } from './title-lines.ts'

/** A line of what the office wrote: 一、 is a heading, （一） begins with one up to its full stop. */
export function paragraphOf(line: string): BulletinParagraph {
  if (/^[一二三四五六七八九十]{1,3}、/u.test(line)) return { level: 1, head: line, text: '' }
  const second = /^([（(][一二三四五六七八九十]{1,3}[）)][^。]*。?)(.*)$/u.exec(line)
  if (second !== null) return { level: 2, head: second[1] ?? '', text: second[2] ?? '' }
  return { level: 0, head: '', text: line }
}

/** The bulletin in words that the type of documents can show. */
export function sheetOf(
  { config, client }: Pick<RequestContext, 'config' | 'client'>,
  { content, code, state }: Pick<BulletinRow, 'content' | 'code' | 'state'>,
  ranking: readonly RankedRow[],
  hasSign: (code: number) => boolean,
): BulletinSheet {
  const printed = (typed: string) => printableText(typed, hasSign)
  const mark = words.mark(printed(content.issuer))
  const origin = config.publicUrl ?? client.origin
  const day = content.issuedOn === '' ? '' : chineseDay(content.issuedOn)
  const title = printed(content.title) || words.noTitle
  const attachmentTitle = printed(content.attachmentTitle) || words.attachment
  const page = origin ? `${origin.replace(/\/$/, '')}/verify/bulletin` : null
  const byRank = content.order === 'RANK'
  const paragraphs = content.body
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => paragraphOf(printed(line.trim())))
  return {
    mark,
    markScale: markScaleOf(mark),
    number: content.documentNumber === '' ? words.noNumber : printed(content.documentNumber),
    title,
    titleLines: titleLines(title, TITLE_SIGNS),
    addressees: words.addressees(printed(content.addressees).replace(/[:：]$/u, '')),
    paragraphs: paragraphs.length === 0 ? [{ level: 0, head: '', text: '' }] : paragraphs,
    attachment: {
      note: words.attachmentNote(printed(content.attachmentTitle)),
      label: words.attachment,
      title: attachmentTitle,
      titleLines: titleLines(attachmentTitle, TITLE_SIGNS),
    },
    signature: printed(content.issuer),
    day,
    remark:
      state === 'PUBLISHED'
        ? page === null
          ? words.verifyByCode(code)
          : words.verify(code, page)
        : words.notPublished,
    verifyAddress: state === 'PUBLISHED' && page !== null ? `${page}/${code}` : null,
    codeAlt: words.codeAlt(code),
    table: {
      head: byRank
        ? [words.rank, words.organisation, words.total, words.grade]
        : [words.line, words.organisation, words.total, words.rank, words.grade],
      widths: byRank ? [1, 4.4, 1.3, 1.3] : [1, 4, 1.2, 1, 1.2],
      rows: ranking.map(({ name, total, grade, rank }, at) =>
        byRank
          ? [String(rank), printed(name), total, GRADE_NAMES[grade]]
          : [String(at + 1), printed(name), total, String(rank), GRADE_NAMES[grade]],
      ),
    },
    copies:
      content.copies === '' ? null : words.copies(printed(content.copies).replace(/[.。]$/u, '')),
    printedBy: printed(content.printedBy),
    printed: words.printed(day),
  }
}
