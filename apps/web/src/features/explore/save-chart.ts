import { saveFile } from '../../platform/save-file.ts'

/** What stands above and below a saved picture, which has no page around it. */
export type PictureFrame = { title: string; lines: readonly string[]; source: string }

const NAMESPACE = 'http://www.w3.org/2000/svg'
const LINE = 22
/** Pixels of a PNG for one of the page, so that print is sharp. */
const SHARP = 2
/** What never begins a line. */
const CLOSING = '\uff0c\u3002\uff1b\uff1a\u3001\uff01\uff1f\uff09\u300b\u201d%'

/** About how many characters of the text's size fit into the width: Chinese ones are as wide as high. */
function broken(text: string, width: number, size: number): string[] {
  const lines: string[] = []
  let [line, used] = ['', 0]
  for (const letter of text) {
    const wide = letter > '\u2e80' ? size : size * 0.58
    if (used + wide > width && line !== '' && !CLOSING.includes(letter)) {
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
    saveFile(drawn(picture), `${name}.svg`)
    return
  }
  const [width, height] = [picture.width.baseVal.value, picture.height.baseVal.value]
  const canvas = document.createElement('canvas')
  canvas.width = width * SHARP
  canvas.height = height * SHARP
  const pen = canvas.getContext('2d')
  if (pen === null) return
  // A picture drawn by itself sees no font of the page, and a desk may have no Chinese one: its shapes are drawn as a
  // picture, its letters by the page.
  const written = await lettersOf(picture)
  const shapes = document.importNode(picture, true)
  for (const text of shapes.querySelectorAll('text')) text.remove()
  const image = new Image(width, height)
  const address = URL.createObjectURL(drawn(shapes))
  image.src = address
  await image.decode()
  pen.drawImage(image, 0, 0, canvas.width, canvas.height)
  URL.revokeObjectURL(address)
  for (const { text, font, fill, align, at } of written) {
    pen.setTransform(SHARP, 0, 0, SHARP, 0, 0)
    pen.font = font
    pen.fillStyle = fill
    pen.textAlign = align
    pen.fillText(text, at.x, at.y)
  }
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png')
  })
  if (blob !== null) saveFile(blob, `${name}.png`)
}

type Letters = {
  text: string
  font: string
  fill: string
  align: CanvasTextAlign
  at: { x: number; y: number }
}
const aligns: Readonly<Record<string, CanvasTextAlign>> = { middle: 'center', end: 'right' }

/** What is written in a picture, where and how, once the page has the font for it. */
async function lettersOf(picture: SVGSVGElement): Promise<Letters[]> {
  // In the page, out of sight: only there a text has a place and a font.
  const beside = document.createElement('div')
  beside.style.cssText = 'position:fixed;left:-10000px;top:0;visibility:hidden'
  beside.setAttribute('aria-hidden', 'true')
  beside.append(picture)
  document.body.append(beside)
  const letters = [...picture.querySelectorAll('text')].map((element): Letters => {
    const style = getComputedStyle(element)
    const [x, y] = ['x', 'y'].map((name) => Number(element.getAttribute(name) ?? 0))
    const place = new DOMPoint(x, y).matrixTransform(element.getCTM() ?? new DOMMatrix())
    return {
      text: element.textContent,
      font: `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`,
      fill: style.fill,
      align: aligns[style.textAnchor] ?? 'left',
      at: { x: place.x, y: place.y },
    }
  })
  beside.remove()
  const texts = new Map<string, string>()
  for (const { font, text } of letters) texts.set(font, (texts.get(font) ?? '') + text)
  await Promise.allSettled([...texts].map(([font, text]) => document.fonts.load(font, text)))
  return letters
}
