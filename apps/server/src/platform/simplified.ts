import { Converter } from 'opencc-js/t2cn'

/** Its tables are made when they are first asked for: they take longer than all else when the product starts. */
let convert: ((text: string) => string) | undefined

/** The text in simplified characters, by the tables of OpenCC: what is typed in traditional ones finds what is written in these. */
export function simplified(text: string): string {
  const converter = (convert ??= Converter({ from: 't', to: 'cn' }))
  return converter(text)
}
