/**
 * What may be a sign that records are written for the score rather than for the neighbours. A sign is no verdict: it is
 * shown to the city committee with its records, and no score knows of it.
 */
export const GAMING_SIGNS = [
  'MANY_TINY',
  'SPLIT',
  'JUST_OVER_CAP',
  'MUTUAL_FIVES',
  'QUICK_SIGNING',
  'SIGNED_IN_A_ROW',
] as const
export type GamingSign = (typeof GAMING_SIGNS)[number]

/** From where something is a sign. Each is said in words beside the list (server messages, 'gaming'). */
export const GAMING_LIMITS = {
  /** So many tiny records of one organisation under one pairing in the year, and at least half of its records there. */
  tinyRecords: 10,
  /** So many records with the same title, help area and indicators, each at most so many days after the one before. */
  splitRecords: 3,
  splitDays: 3,
  /** So many quantities of one indicator from the usual maximum to a tenth above it, at least half of the organisation's. */
  capQuantities: 3,
  capShare: 0.1,
  /** So many ratings from each side, all of them fives, by chance less often than once in so many pairings. */
  fivesEachSide: 3,
  fivesChance: 1000,
  /** So many records signed within so many seconds of their submission. */
  quickRecords: 3,
  quickSeconds: 30,
  /** So many signatures by the same person, each within so many seconds of the one before; signed together count once. */
  rowSignatures: 10,
  rowSeconds: 5,
} as const

/**
 * Up to how many person-times a record of a kind is tiny: a quarter of the median of its kind in the year. The median,
 * since a few large campaigns must not make everything else look small. Null where a quarter of it is nobody.
 */
export function tinyAtMost(medianPersonTimes: number | null): number | null {
  const most = Math.floor((medianPersonTimes ?? 0) / 4)
  return most < 1 ? null : most
}

/**
 * How many ratings in a row, all of them the best, are worth a look: where fives are rare a few, where everybody gives
 * fives a great many, null where all ratings are fives or none is. So many that it would happen by chance less often than
 * once in a thousand, were ratings given independently: share^n < 1/1000.
 */
export function fewestFives(shareOfFives: number | null): number | null {
  if (shareOfFives === null || shareOfFives <= 0 || shareOfFives >= 1) return null
  const { fivesEachSide, fivesChance } = GAMING_LIMITS
  const enough = Math.floor(Math.log(1 / fivesChance) / Math.log(shareOfFives)) + 1
  return Math.max(2 * fivesEachSide, enough)
}

/** What tells the parts of one thing apart in their titles: numbers, days, parts of the day, spaces and punctuation. */
export const TITLE_NOISE =
  '0123456789０１２３４５６７８９〇零一二三四五六七八九十第次回批期天日月号號周上下午晨晚续續 　\t.,;:!?()/#、，。；：！？（）《》“”·—'

/** What is left of a title when what only counts is taken away: the same for '清雪（一）' and '清雪（二）'. */
export function titleWithoutCount(title: string): string {
  return [...title.toLowerCase()].filter((sign) => !TITLE_NOISE.includes(sign)).join('')
}
