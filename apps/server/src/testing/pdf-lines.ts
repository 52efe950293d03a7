import { inflateSync } from 'node:zlib'

/** A line of text as it stands on a page: from the left and upper edges of the paper, in millimetres. */
export type PdfLine = {
  text: string
  left: number
  /** Where the last sign ends, for signs as wide as they are high. */
  right: number
  baseline: number
  points: number
}
const millimetres = (points: number) => (points * 25.4) / 72

type Objects = ReadonlyMap<string, string>
const streamOf = (body = '') => {
  const [, bytes = ''] = /stream\r?\n([^]*?)\r?\nendstream/.exec(body) ?? []
  return body.includes('/FlateDecode')
    ? inflateSync(Buffer.from(bytes, 'latin1')).toString('latin1')
    : bytes
}

/** Which sign each glyph of a font stands for. */
function signsOf(objects: Objects, font: string): Map<number, string> {
  const body = objects.get(font) ?? ''
  const [, map = ''] = /\/ToUnicode (\d+) 0 R/.exec(body) ?? []
  const signs = new Map<number, string>()
  for (const [, glyph = '', sign = ''] of streamOf(objects.get(map)).matchAll(
    /^<([\dA-F]{4})> <((?:[\dA-F]{4})+)>$/gm,
  ))
    signs.set(Number.parseInt(glyph, 16), Buffer.from(sign, 'hex').swap16().toString('utf16le'))
  return signs
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }
/** The glyphs of a literal string: two bytes each. */
function glyphsOf(literal: string): number[] {
  const bytes = Buffer.from(
    literal.replaceAll(/\\([0-7]{1,3}|[^])/g, (_whole, escaped: string) =>
      /^[0-7]/.test(escaped)
        ? String.fromCharCode(Number.parseInt(escaped, 8))
        : (escapes[escaped] ?? escaped),
    ),
    'latin1',
  )
  return Array.from({ length: bytes.length / 2 }, (_, at) => bytes.readUInt16BE(at * 2))
}

type Matrix = readonly [number, number, number, number, number, number]
const times = (m: Matrix, n: Matrix): Matrix => [
  m[0] * n[0] + m[1] * n[2],
  m[0] * n[1] + m[1] * n[3],
  m[2] * n[0] + m[3] * n[2],
  m[2] * n[1] + m[3] * n[3],
  m[4] * n[0] + m[5] * n[2] + n[4],
  m[4] * n[1] + m[5] * n[3] + n[5],
]
const asIs: Matrix = [1, 0, 0, 1, 0, 0]
function matrixOf(numbers = ''): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = numbers.trim().split(/\s+/).map(Number)
  return [a, b, c, d, e, f]
}
/** Strings, so that nothing in them is taken for an operator; and the operators that move and show text. */
const tokens =
  /\[(?<many>(?:\((?:\\[^]|[^\\)])*\)|[^\]])*)\]\s*TJ|(?<one>\((?:\\[^]|[^\\)])*\)|<[\dA-Fa-f\s]*>)\s*Tj|(?<moved>(?:-?[\d.]+\s+){6})(?<how>cm|Tm)|\/(?<font>f\d+) (?<size>[\d.]+) Tf|(?<=^|\s)(?<state>q|Q|BT)(?=\s)/g

const stringsIn = /\(((?:\\[^]|[^\\)])*)\)|<([\dA-F\s]*)>/gi

function linesOfPage(
  source: string,
  fonts: ReadonlyMap<string, ReadonlyMap<number, string>>,
): PdfLine[] {
  const lines: PdfLine[] = []
  const kept: Matrix[] = []
  let [page, text] = [asIs, asIs]
  let [signs, points] = [fonts.get(''), 0]
  for (const { groups = {} } of source.matchAll(tokens)) {
    const { many, one, moved, how, font, size, state } = groups
    if (state === 'q') kept.push(page)
    else if (state === 'Q') page = kept.pop() ?? asIs
    else if (state === 'BT') text = asIs
    else if (how === 'cm') page = times(matrixOf(moved), page)
    else if (how === 'Tm') text = matrixOf(moved)
    else if (font !== undefined) [signs, points] = [fonts.get(font), Number(size)]
    else {
      const shown = many ?? one ?? ''
      const glyphs = [...shown.matchAll(stringsIn)].flatMap(([, literal, hex = '']) =>
        literal === undefined
          ? [...hex.matchAll(/[\dA-F]{4}/gi)].map(([code]) => Number.parseInt(code, 16))
          : glyphsOf(literal),
      )
      const gaps = [...shown.replaceAll(stringsIn, ' ').matchAll(/-?[\d.]+/g)]
      const wide = glyphs.length - gaps.reduce((sum, [gap]) => sum + Number(gap) / 1000, 0)
      const placed = times(text, page)
      lines.push({
        text: glyphs.map((glyph) => signs?.get(glyph) ?? '').join(''),
        left: millimetres(placed[4]),
        right: millimetres(placed[4] + wide * points * placed[0]),
        baseline: 297 - millimetres(placed[5]),
        points,
      })
      text = times([1, 0, 0, 1, wide * points, 0], text)
    }
  }
  return lines
}

/** The lines of every page of a document that this product has set, each run of text a line of its own. */
export function linesOfPdf(pdf: Buffer): PdfLine[][] {
  const objects: Objects = new Map(
    [...pdf.toString('latin1').matchAll(/(?<=^|\n)(\d+) 0 obj\s([^]*?)\nendobj/g)].map(
      ([, id = '', body = '']) => [id, body],
    ),
  )
  const pages = [...objects.values()].filter((body) => /\/Type\s*\/Page\b/.test(body))
  return pages.map((page) => {
    const fonts = new Map(
      [...page.matchAll(/\/(f\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => [
        name,
        signsOf(objects, id),
      ]),
    )
    const [, contents = ''] = /\/Contents (\d+) 0 R/.exec(page) ?? []
    return linesOfPage(streamOf(objects.get(contents)), fonts)
  })
}
