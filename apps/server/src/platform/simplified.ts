import { Converter } from 'opencc-js/t2cn'

const convert = Converter({ from: 't', to: 'cn' })

/** The text in simplified characters, by the tables of OpenCC: what is typed in traditional ones finds what is written in these. */
export function simplified(text: string): string {
  return convert(text)
}
