const numerals = new Map(
  [...'〇零一二三四五六七八九'].map((sign, index) => [sign, Math.max(0, index - 1)]),
)
numerals.set('两', 2)
const tens = new Map([
  ['十', 10],
  ['百', 100],
  ['千', 1000],
])
const multipliers = { 万: 4, 亿: 8 } as const

/** A whole number in Chinese numerals up to 9999 ('三十五', '二〇〇八'), or null: something else. */
export function readNumerals(text: string): number | null {
  const signs = [...text]
  if (signs.length === 0) return null
  if (signs.every((sign) => numerals.has(sign)) && signs.length <= 4)
    return Number(signs.map((sign) => numerals.get(sign)).join(''))
  let sum = 0
  let digit: number | null = null
  let last = 10_000
  for (const sign of signs) {
    const value = numerals.get(sign)
    const ten = tens.get(sign)
    if (value !== undefined) {
      if (digit !== null && digit !== 0) return null
      digit = value
    } else if (ten !== undefined && ten < last) {
      sum += (digit ?? 1) * ten
      digit = null
      last = ten
    } else return null
  }
  return sum + (digit ?? 0)
}

/** Full-width letters, digits and signs in their ordinary form, no-break and ideographic spaces as spaces, trimmed. */
export function plainText(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s+/gu, ' ').trim()
}

/** Moves the decimal point to the right by so many places, without floating point. */
function shifted(decimal: string, places: number): string {
  const [whole = '', fraction = ''] = decimal.split('.')
  const digits = fraction.padEnd(places, '0')
  const rest = digits.slice(places)
  return `${whole}${digits.slice(0, places)}${rest === '' ? '' : `.${rest}`}`.replace(
    /^0+(?=\d)/,
    '',
  )
}

export type NumberWithUnit = { number: string; unit: string }

/**
 * A number as it is typed into a sheet and the unit behind it: '１，２００ 平方米' is 1200 and 平方米, '1.5万元' is 15000
 * and 元, '三十五人' is 35 and 人. A sign is kept, so that who checks the quantity can refuse it. Null: no number.
 */
export function readNumber(typed: string): NumberWithUnit | null {
  const text = plainText(typed.replaceAll('。', '.').replaceAll('，', ',')).replace(
    /^[¥￥]\s*/u,
    '',
  )
  const match =
    /^([-−]?)(\d{1,3}(?:[, ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)\s*([万亿]?)\s*(\D*)$/u.exec(text)
  if (match !== null) {
    const [, sign = '', digits = '', multiplier = '', unit = ''] = match
    const plain = digits.replaceAll(/[, ]/g, '')
    const places = multiplier === '万' || multiplier === '亿' ? multipliers[multiplier] : 0
    return { number: `${sign === '' ? '' : '-'}${shifted(plain, places)}`, unit: unit.trim() }
  }
  const words = /^([〇零一二三四五六七八九两十百千]+)([万亿]?)(.*)$/u.exec(text)
  if (words === null) return null
  const [, signs = '', multiplier = '', unit = ''] = words
  const value = readNumerals(signs)
  if (value === null || /^[\d〇零一二三四五六七八九两十百千]/u.test(unit)) return null
  const places = multiplier === '万' || multiplier === '亿' ? multipliers[multiplier] : 0
  return { number: shifted(String(value), places), unit: unit.trim() }
}

/** Ways of writing one unit; the first is what all of them are compared as. */
const sameUnits = [
  ['平方米', '平米', 'm2', '㎡', 'm²', 'square metres', 'square meters'],
  ['米', '延长米', '公尺', 'm', 'metres', 'meters'],
  ['吨', '噸', '公噸', 't', 'tonnes'],
  ['元', '圆', '块', '块钱', '元整', 'rmb', 'yuan'],
  ['人次', '人', '名', 'person-times', 'people'],
  ['小时', '个小时', '小時', '钟头', 'h', 'hours', 'hour'],
  ['次', '场', '场次', '回'],
  ['户', '戶', '家'],
].map((units) => units.map((unit) => plainText(unit).toLowerCase()))

function unitName(unit: string): string {
  const plain = plainText(unit).toLowerCase()
  return sameUnits.find((units) => units.includes(plain))?.[0] ?? plain
}

/** Whether what stands behind the number is the unit, in one of its ways of being written; nothing at all is. */
export function isUnit(written: string, units: readonly string[]): boolean {
  return written === '' || units.some((unit) => unitName(unit) === unitName(written))
}
