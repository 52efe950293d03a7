import { saveFile } from '../../platform/save-file.ts'

const FONT = "'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"

/** The whole diagram as a document of its own, whatever part of it is in sight. */
function standalone(diagram: SVGSVGElement, height: number, width: number, title: string): string {
  const whole = diagram.ownerDocument.importNode(diagram, true)
  whole.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  whole.setAttribute('viewBox', `0 -40 ${width} ${height + 40}`)
  whole.setAttribute('width', String(width))
  whole.setAttribute('height', String(height + 40))
  whole.setAttribute('font-family', FONT)
  whole.removeAttribute('style')
  whole.querySelector('g')?.removeAttribute('transform')
  const svg = 'http://www.w3.org/2000/svg'
  const paper = whole.ownerDocument.createElementNS(svg, 'rect')
  for (const [name, value] of Object.entries({ y: -40, width, height: height + 40, fill: '#fff' }))
    paper.setAttribute(name, String(value))
  const head = whole.ownerDocument.createElementNS(svg, 'text')
  head.setAttribute('x', '12')
  head.setAttribute('y', '-14')
  head.setAttribute('font-size', '18')
  head.textContent = title
  whole.prepend(paper, head)
  return new XMLSerializer().serializeToString(whole)
}

/** Gives the diagram to the reader as a file: as SVG, or as PNG at twice its size. */
export async function savePicture(
  diagram: SVGSVGElement,
  format: 'svg' | 'png',
  { width, height, title }: { width: number; height: number; title: string },
): Promise<void> {
  const file = new Blob([standalone(diagram, height, width, title)], { type: 'image/svg+xml' })
  if (format === 'svg') {
    saveFile(file, `${title}.svg`)
    return
  }
  const image = new Image()
  const address = URL.createObjectURL(file)
  image.src = address
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * 2
  canvas.height = (height + 40) * 2
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  URL.revokeObjectURL(address)
  const picture = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png')
  })
  if (picture !== null) saveFile(picture, `${title}.png`)
}
