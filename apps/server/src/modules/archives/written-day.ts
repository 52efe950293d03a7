import type { RequestContext } from '../../platform/context.ts'

/** 2008年9月3日 in Chinese, 2008-09-03 in English: as offices write it; a time of day stays as it is. */
export function writtenDay({ locale }: Pick<RequestContext, 'locale'>, moment: string): string {
  const [day = '', time] = moment.split(' ')
  const [year, month, date] = day.split('-').map(Number)
  const written = locale === 'en' ? day : `${year}年${month}月${date}日`
  return time === undefined ? written : `${written} ${time}`
}
