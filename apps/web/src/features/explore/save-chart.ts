function download(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

const drawn = (svg: SVGSVGElement): Blob =>
  new Blob([new XMLSerializer().serializeToString(svg)], { type: 'image/svg+xml;charset=utf-8' })

/** Saves the picture as it is drawn: as SVG, or as PNG with two pixels for one, so that print is sharp. */
export async function saveChart(
  svg: SVGSVGElement,
  name: string,
  format: 'svg' | 'png',
): Promise<void> {
  if (format === 'svg') {
    download(drawn(svg), `${name}.svg`)
    return
  }
  const { width, height } = svg.viewBox.baseVal
  const image = new Image(width, height)
  const address = URL.createObjectURL(drawn(svg))
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
