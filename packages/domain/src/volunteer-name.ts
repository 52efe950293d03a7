/** What is put for a name: 'volunteer 3' in the reader's language is made of the number. */
export type ShownName = { name: string } | { number: number }

/** Those who keep the organisation's list see every name, all others only of who agreed to be named. */
export function shownName(
  { name, number, consentsToNamed }: { name: string; number: number; consentsToNamed: boolean },
  keepsTheList: boolean,
): ShownName {
  return keepsTheList || consentsToNamed ? { name } : { number }
}

/** A name as a public page shows it: family name and the last character, what lies between hidden. 王建国 → 王＊国 */
export function maskedName(name: string): string {
  const characters = [...name]
  const [first = ''] = characters
  if (characters.length <= 2) return `${first}＊`
  return `${first}${'＊'.repeat(characters.length - 2)}${characters.at(-1) ?? ''}`
}

const letters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** A certificate's code from twelve or more random bytes, in letters that nobody mistakes: 'K7M2-9QXH-4TRD'. */
export function certificateCode(random: Uint8Array): string {
  const drawn = Array.from(random.slice(0, 12), (byte) => letters.charAt(byte % letters.length))
  return [0, 4, 8].map((from) => drawn.slice(from, from + 4).join('')).join('-')
}

/** A code as somebody typed it, in its canonical form; null where it cannot be one. */
export function parseCertificateCode(typed: string): string | null {
  const plain = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s—–-]/g, '')
  if (plain.length !== 12 || [...plain].some((letter) => !letters.includes(letter))) return null
  return `${plain.slice(0, 4)}-${plain.slice(4, 8)}-${plain.slice(8)}`
}
