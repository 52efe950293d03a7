import { parseDay } from './calendar-day.ts'
import type { CalendarDay } from './calendar-day.ts'
import { cleanLine, cleanWords } from './clean-text.ts'
import type { FieldProblem } from './field-problem.ts'
import { GRADES } from './scheme-content.ts'
import type { Grade } from './scheme-content.ts'

/** By rank, or in the fixed order of the organisations. */
export const BULLETIN_ORDERS = ['RANK', 'ORGANISATION'] as const
export type BulletinOrder = (typeof BULLETIN_ORDERS)[number]

/** What the office writes; dates as they are typed in the form. */
export type BulletinContent = {
  /** 发文机关 */
  issuer: string
  /** 发文字号 */
  documentNumber: string
  title: string
  /** 主送机关 */
  addressees: string
  /** A paragraph a line; one that begins with 一、 is a heading, one with (一) begins with one. */
  body: string
  attachmentTitle: string
  /** 抄送; empty: to nobody. */
  copies: string
  /** 印发机关 */
  printedBy: string
  /** 成文日期 */
  issuedOn: CalendarDay
  order: BulletinOrder
  grades: readonly Grade[]
}

/** Lengths in code points. */
export const BULLETIN_LIMITS = {
  issuer: 40,
  documentNumber: 40,
  title: 100,
  addressees: 300,
  body: 12_000,
  attachmentTitle: 100,
  copies: 400,
  printedBy: 24,
} as const

/** The abbreviation of the office, the year in 〔〕 and a number without zeros before it: 哈直党发〔2008〕12号. */
const documentNumber = /^\p{Script=Han}{1,16}〔[12]\d{3}〕[1-9]\d{0,4}号$/u

/** A bulletin as typed, in canonical form, or everything that is wrong with it. */
export function checkBulletin(
  typed: BulletinContent,
): { ok: true; content: BulletinContent } | { ok: false; problems: FieldProblem[] } {
  const problems: FieldProblem[] = []
  function text(path: keyof typeof BULLETIN_LIMITS, required: boolean): string {
    const clean = path === 'body' ? cleanWords : cleanLine
    const maximum = BULLETIN_LIMITS[path]
    const cleaned = clean(typed[path], { maximum, required })
    if (cleaned.ok) return cleaned.value
    problems.push({ path, code: cleaned.code, values: { maximum } })
    return ''
  }
  const content: BulletinContent = {
    issuer: text('issuer', true),
    documentNumber: text('documentNumber', true)
      .replace(/[[［]/u, '〔')
      .replace(/[\]］]/u, '〕'),
    title: text('title', true),
    addressees: text('addressees', true),
    body: text('body', true),
    attachmentTitle: text('attachmentTitle', true),
    copies: text('copies', false),
    printedBy: text('printedBy', true),
    issuedOn: parseDay(typed.issuedOn) ?? '',
    order: typed.order,
    grades: GRADES.filter((grade) => typed.grades.includes(grade)),
  }
  if (content.issuedOn === '') problems.push({ path: 'issuedOn', code: 'NOT_A_DAY' })
  if (content.grades.length === 0) problems.push({ path: 'grades', code: 'REQUIRED' })
  if (content.documentNumber !== '' && !documentNumber.test(content.documentNumber))
    problems.push({ path: 'documentNumber', code: 'DOCUMENT_NUMBER_SHAPE' })
  return problems.length > 0 ? { ok: false, problems } : { ok: true, content }
}
