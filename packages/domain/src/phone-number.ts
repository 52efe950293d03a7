export type ParsedPhoneNumber = { ok: true; value: string } | { ok: false; code: 'PHONE_SHAPE' }

const mobile = /^1[3-9]\d{9}$/
/** Area code (010, 02x of three digits, others of four), then seven or eight digits, then perhaps an extension. */
const landline = /^(?<area>010|02\d|0[3-9]\d{2})?(?<own>[2-9]\d{6,7})(?:#(?<extension>\d{1,6}))?$/

/**
 * A telephone number of the mainland as typed, in its one form: '13912345678', '0451-84612345', '84612345#8001'.
 * Full width, spaces, hyphens, brackets, '+86' and '转' are understood.
 */
export function parsePhoneNumber(typed: string): ParsedPhoneNumber {
  const compact = typed
    .slice(0, 200)
    .normalize('NFKC')
    .replaceAll(/[转轉]|分机|分機|ext\.?|x/gi, '#')
    .replaceAll(/[\s()\u00ad\u200b-\u200f\u2010-\u2015\u2212\ufeff-]/gu, '')
    .replace(/^(?:\+|00)86/, '')
  const national = /^86(?=1[3-9]\d{9}$)/.test(compact) ? compact.slice(2) : compact
  if (mobile.test(national)) return { ok: true, value: national }
  const groups = landline.exec(national)?.groups
  if (groups === undefined) return { ok: false, code: 'PHONE_SHAPE' }
  const area = groups['area'] === undefined ? '' : `${groups['area']}-`
  const extension = groups['extension'] === undefined ? '' : `#${groups['extension']}`
  return { ok: true, value: `${area}${groups['own']}${extension}` }
}
