import { GRADE_NAMES } from './bulletin-draft.ts'
import type { BulletinFigures } from './bulletin-draft.ts'
import { GRADES } from './scheme-content.ts'
import type { Grade } from './scheme-content.ts'

/** What of a bulletin's figures another run may have made another. */
export const BULLETIN_FIGURES = ['ranked', 'mean', 'records', 'personTimes', ...GRADES] as const
export type BulletinFigure = (typeof BULLETIN_FIGURES)[number]
export type FigureChange = {
  figure: BulletinFigure
  before: string
  after: string
  /** Whether the text still says what was. */
  inText: boolean
}

const isGrade = (figure: BulletinFigure): figure is Grade => Object.hasOwn(GRADE_NAMES, figure)

const numberOf = (figures: BulletinFigures, figure: BulletinFigure): string =>
  String(isGrade(figure) ? figures.grades[figure] : figures[figure])

/** As the first draft writes it; the office may have set the words otherwise, but hardly the number with its unit. */
const phrases: Record<Exclude<BulletinFigure, Grade>, (number: string) => string> = {
  ranked: (number) => `${number}个`,
  mean: (number) => `${number}分`,
  records: (number) => `${number}件`,
  personTimes: (number) => `${number}人次`,
}
const phraseOf = (figure: BulletinFigure, number: string): string =>
  isGrade(figure) ? `${GRADE_NAMES[figure]}${number}个` : phrases[figure](number)

/** Whether the text has these words where no longer number ends in them. */
function isSaid(text: string, words: string): boolean {
  for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + 1))
    if (!/[\d.]/.test(text.charAt(at - 1)) || !/^\d/.test(words)) return true
  return false
}

/** Which figures another run has otherwise, and whether the text that the office wrote still says what was. */
export function figureChanges(
  before: BulletinFigures,
  after: BulletinFigures,
  text: string,
): FigureChange[] {
  return BULLETIN_FIGURES.flatMap((figure) => {
    const [was, is] = [numberOf(before, figure), numberOf(after, figure)]
    return was === is
      ? []
      : [{ figure, before: was, after: is, inText: isSaid(text, phraseOf(figure, was)) }]
  })
}
