/** What stands above and below a saved picture, which has no page around it. */
export type PictureFrame = { title: string; lines: readonly string[]; source: string }

const NAMESPACE = 'http://www.w3.org/2000/svg'
const LINE = 22

function download(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

/** About how many characters of the text's size fit into the width: Chinese ones are as wide as high. */
function broken(text: string, width: number, size: number): string[] {
  const lines: string[] = []
  let [line, used] = ['', 0]
  for (const letter of text) {
    const wide = letter > '\u2e80' ? size : size * 0.58
    if (used + wide > width && line !== '') {
      lines.push(line)
      ;[line, used] = ['', 0]
    }
    line += letter
    used += wide
  }
  return line === '' ? lines : [...lines, line]
}

/** The picture with its title, what it says and where it is from, so that it can be read where it is pasted. */
function framed(svg: SVGSVGElement, { title, lines, source }: PictureFrame): SVGSVGElement {
  const copy = document.importNode(svg, true)
  const { width, height } = svg.viewBox.baseVal
  const room = width - 24
  const above = [
    ...broken(title, room, 18).map((text) => ({ text, size: 18, weight: 600, fill: '#22262b' })),
    ...lines.flatMap((line) =>
      broken(line, room, 14).map((text) => ({ text, size: 14, weight: 400, fill: '#454b53' })),
    ),
  ]
  const below = broken(source, room, 12)
  const top = above.length * LINE + 20
  const bottom = below.length * 18 + 14
  const inside = document.createElementNS(NAMESPACE, 'g')
  inside.setAttribute('transform', `translate(0 ${top})`)
  inside.append(...copy.childNodes)
  const ground = document.createElementNS(NAMESPACE, 'rect')
  ground.setAttribute('width', String(width))
  ground.setAttribute('height', String(height + top + bottom))
  ground.setAttribute('fill', '#ffffff')
  const write = (text: string, y: number, size: number, weight: number, fill: string) => {
    const element = document.createElementNS(NAMESPACE, 'text')
    element.setAttribute('x', '12')
    element.setAttribute('y', String(y))
    element.setAttribute('font-size', String(size))
    element.setAttribute('font-weight', String(weight))
    element.setAttribute('fill', fill)
    element.textContent = text
    return element
  }
  copy.append(
    ground,
    ...above.map(({ text, size, weight, fill }, index) =>
      write(text, (index + 1) * LINE + 4, size, weight, fill),
    ),
    inside,
    ...below.map((text, index) => write(text, top + height + (index + 1) * 18, 12, 400, '#5a6068')),
  )
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height + top + bottom))
  copy.setAttribute('viewBox', `0 0 ${width} ${height + top + bottom}`)
  return copy
}

const drawn = (svg: SVGSVGElement): Blob =>
  new Blob(
    [`<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}`],
    { type: 'image/svg+xml;charset=utf-8' },
  )

/** Saves the picture as it is drawn: as SVG, or as PNG with two pixels for one, so that print is sharp. */
export async function saveChart(
  svg: SVGSVGElement,
  frame: PictureFrame,
  name: string,
  format: 'svg' | 'png',
): Promise<void> {
  const picture = framed(svg, frame)
  if (format === 'svg') {
    download(drawn(picture), `${name}.svg`)
    return
  }
  const [width, height] = [picture.width.baseVal.value, picture.height.baseVal.value]
  const own = document.createElementNS(NAMESPACE, 'style')
  own.textContent = await facesFor(picture.textContent)
  picture.prepend(own)
  const image = new Image(width, height)
  const address = URL.createObjectURL(drawn(picture))
  image.src = address
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * 2
  canvas.height = height * 2
  canvas.getContext('2d')?.drawImage(image, 0, 0, width * 2, height * 2)
  URL.revokeObjectURL(address)
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png')
  })
  if (blob !== null) download(blob, `${name}.png`)
}

/**
 * The faces of the page's font that hold the letters of a text, with their files inside: a picture drawn by itself sees
 * no font of the page, and a desk may have no Chinese one.
 */
async function facesFor(text: string): Promise<string> {
  const letters = [...new Set(text)].map((letter) => letter.codePointAt(0) ?? 0)
  const faces = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule instanceof CSSFontFaceRule)
    .filter((rule) => holdsAny(rule.style.getPropertyValue('unicode-range'), letters))
  const inside = await Promise.all(
    faces.map(async (face) => {
      const source = /url\("?([^")]+)"?\)/.exec(face.style.getPropertyValue('src'))?.[1]
      if (source === undefined) return ''
      try {
        const base = face.parentStyleSheet?.href ?? document.baseURI
        const file = await (await fetch(new URL(source, base))).blob()
        const family = face.style.getPropertyValue('font-family')
        const range = face.style.getPropertyValue('unicode-range')
        const weight = face.style.getPropertyValue('font-weight') || '400'
        return `@font-face{font-family:${family};font-weight:${weight};src:url(${await dataAddress(file)});unicode-range:${range || 'U+0-10FFFF'}}`
      } catch {
        // Without a network and not yet kept: the desk's own font stands in.
        return ''
      }
    }),
  )
  return inside.join('')
}

/** Whether a unicode-range ('U+4E00-4EFF, U+20') holds one of the letters; without a range every letter is held. */
function holdsAny(range: string, letters: readonly number[]): boolean {
  if (range.trim() === '') return true
  return range.split(',').some((part) => {
    const [from, to] = part.trim().replace(/^U\+/i, '').split('-')
    const [first, last] = [
      Number.parseInt((from ?? '').replaceAll('?', '0'), 16),
      Number.parseInt((to ?? from ?? '').replaceAll('?', 'F'), 16),
    ]
    return letters.some((letter) => letter >= first && letter <= last)
  })
}

async function dataAddress(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(String(reader.result)))
    reader.addEventListener('error', () => reject(new Error('a font file cannot be read')))
    reader.readAsDataURL(file)
  })
}
