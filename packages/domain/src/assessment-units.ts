import type { Locale } from './vocabulary.ts'

/**
 * Units of what a formula computes with: bases and their powers. 'record' times 'point/record' is 'point'; what has
 * different units is neither added nor compared.
 */
export type Unit = ReadonlyMap<string, number>

export const NO_UNIT: Unit = new Map()

/** The bases that measures have, with the words by which a formula may name them. Indicators bring units of their own. */
const UNIT_WORDS = {
  record: ['record', 'records', '条', '條'],
  personTime: ['personTime', 'personTimes', '人次'],
  hour: ['hour', 'hours', '小时', '小時'],
  day: ['day', 'days', '天'],
  month: ['month', 'months', '月'],
  area: ['area', 'areas', '帮', '幫'],
  member: ['member', 'members', '名'],
  organisation: ['organisation', 'organisations', '单位', '單位'],
  pairing: ['pairing', 'pairings', '对', '對'],
  point: ['point', 'points', '分'],
} as const satisfies Record<string, readonly string[]>
export type UnitBase = keyof typeof UNIT_WORDS
/** How a formula names each base in a language: what a message says can be typed. */
const UNIT_IN = {
  record: ['条', '條', 'record'],
  personTime: ['人次', '人次', 'personTime'],
  hour: ['小时', '小時', 'hour'],
  day: ['天', '天', 'day'],
  month: ['月', '月', 'month'],
  area: ['帮', '幫', 'area'],
  member: ['名', '名', 'member'],
  organisation: ['单位', '單位', 'organisation'],
  pairing: ['对', '對', 'pairing'],
  point: ['分', '分', 'point'],
} as const satisfies Record<UnitBase, readonly [zhCn: string, zhTw: string, en: string]>
const languageOf = { 'zh-CN': 0, 'zh-TW': 1, en: 2 } as const satisfies Record<Locale, number>

/** A unit as `unitText` gives it, in the words by which a formula of that language names it. */
export const unitTextIn = (unit: string, locale: Locale): string =>
  unit
    .split(/([*/])/)
    .map((part) => (isUnitBase(part) ? UNIT_IN[part][languageOf[locale]] : part))
    .join('')

export const UNIT_BASES = Object.keys(UNIT_WORDS).filter(isUnitBase)

export function isUnitBase(word: string): word is UnitBase {
  return Object.hasOwn(UNIT_WORDS, word)
}

const baseOfWord = new Map<string, string>(
  UNIT_BASES.flatMap((base) => UNIT_WORDS[base].map((word) => [word, base] as const)),
)

/** The base that a word of a formula names: a known one, or a unit of the catalogue (in the words of the catalogue). */
export function unitBaseOf(word: string, catalogueUnits: ReadonlySet<string>): string | null {
  return baseOfWord.get(word) ?? (catalogueUnits.has(word) ? word : null)
}

export const unitOf = (base: string): Unit => new Map([[base, 1]])

/** The unit of a product, or (by -1) of a quotient. */
export function timesUnit(a: Unit, b: Unit, power: 1 | -1 = 1): Unit {
  const product = new Map(a)
  for (const [base, exponent] of b) {
    const sum = (product.get(base) ?? 0) + power * exponent
    if (sum === 0) product.delete(base)
    else product.set(base, sum)
  }
  return product
}

/** As 'point/record' or 'hour*record'; '' of a plain number. */
export function unitText(unit: Unit): string {
  const sorted = [...unit].sort(([a], [b]) => (a < b ? -1 : 1))
  const side = (sign: 1 | -1) =>
    sorted
      .filter(([, exponent]) => exponent * sign > 0)
      .flatMap(([base, exponent]) => Array.from({ length: Math.abs(exponent) }, () => base))
  const [above, below] = [side(1), side(-1)]
  const top = above.join('*')
  return below.length === 0 ? top : `${top || '1'}/${below.join('/')}`
}

export const sameUnit = (a: Unit, b: Unit): boolean => unitText(a) === unitText(b)
