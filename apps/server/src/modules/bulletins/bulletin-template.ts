import { CODE_SIDE, MARK_POINTS, TYPE_AREA } from './bulletin-sheet.ts'

const { top, left, width, height, linesPerPage, signsPerLine } = TYPE_AREA

/**
 * A bulletin as a Typst document, set as GB/T 9704—2012 says: type area, red head, title, body of 22 lines of 28 signs,
 * signature and date with room for the seal, table as an attachment, print note at the foot of the last page.
 * What people typed comes in as data and is set as text, never read as markup.
 */
export const bulletinTemplate = `
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, date: auto)
#let sign = ${width}mm / ${signsPerLine}
#let gap = ${height}mm / ${linesPerPage} - 16pt
#let song = ("SimSun", "NSimSun", "Noto Serif SC")
#let fang-song = ("FangSong_GB2312", "FangSong", "Noto Serif SC")
#let kai = ("KaiTi_GB2312", "KaiTi", "Noto Serif SC")
#let hei = ("SimHei", "Noto Serif SC")
#let xiao-biao-song = ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "Noto Serif SC")
#let red = rgb("#d7000f")
#set page(
  paper: "a4",
  margin: (left: ${left}mm, right: ${210 - left - width}mm, top: ${top}mm, bottom: ${297 - top - height}mm),
  footer-descent: 5.2mm,
  footer: context {
    let number = counter(page).get().first()
    set text(14pt, font: song, tracking: 0pt)
    set par(first-line-indent: 0pt)
    let mark = [— #number —]
    if calc.odd(number) { align(right, pad(right: 14pt, mark)) } else { align(left, pad(left: 14pt, mark)) }
  },
)
#set text(
  lang: "zh", region: "cn", font: fang-song, size: 16pt, tracking: sign - 16pt - 0.001pt,
  top-edge: 0.8em, bottom-edge: -0.2em, cjk-latin-spacing: none,
)
#set par(leading: gap, spacing: gap, first-line-indent: (amount: 2 * sign, all: true), justify: true)
#let flush(body) = par(first-line-indent: 0pt, body)
#let blank(lines) = v(lines * (gap + 16pt) + gap, weak: false)

// Lines of about the same length: no last line of one sign.
#let balanced(body) = layout(size => {
  let wide = measure(body).width
  let lines = calc.max(1, calc.ceil(wide / size.width))
  align(center, block(width: calc.min(size.width, wide / lines + 24pt), body))
})
#show heading.where(level: 1): it => block(above: 0pt, below: 0pt, width: 100%, {
  set text(22pt, font: xiao-biao-song, weight: "bold", tracking: 0pt)
  set par(first-line-indent: 0pt, leading: 13pt, justify: false)
  balanced(align(center, it.body))
})
#show heading.where(level: 2): it => block(above: gap, below: gap, sticky: true,
  par(text(16pt, font: hei, weight: "bold", it.body)))
#let words(one) = {
  if one.level == 1 { heading(level: 2, one.head) }
  else if one.level == 2 { par({ text(font: kai, one.head); one.text }) }
  else { par(one.text) }
}

#block(above: 0pt, below: 0pt, height: 35mm)
#block(above: 0pt, below: 0pt, width: 100%, {
  set text(${MARK_POINTS}pt, font: xiao-biao-song, weight: "bold", fill: red, tracking: 0pt)
  set par(first-line-indent: 0pt)
  align(center, box(scale(x: data.markScale * 100%, reflow: true, data.mark)))
})
#blank(2)
#block(above: 0pt, below: 0pt, width: 100%, { set par(first-line-indent: 0pt); align(center, data.number) })
#block(above: 4mm, below: 0pt, line(length: 100%, stroke: 1pt + red))
#blank(2)
#heading(level: 1, data.titleLines.join(linebreak()))
#blank(1)
#flush(data.addressees)
#for one in data.paragraphs.slice(0, -1) { words(one) }
// What is signed does not stand on a page without any of the text.
#block(above: gap, below: gap, sticky: data.paragraphs.last().text.clusters().len() < 5 * ${signsPerLine}, words(data.paragraphs.last()))
#block(above: gap, below: gap, width: 100%, breakable: false, {
  blank(0.5)
  par(hanging-indent: 3 * sign, data.attachment.note)
  blank(2)
  let day = [#data.day]
  set par(first-line-indent: 0pt)
  context {
    // The date four signs from the right, the signature in the middle above it, and the seal over both.
    let wide = measure(day).width
    let name = measure(data.signature).width
    let right-of-day = 4 * sign
    let right-of-name = calc.max(0pt, right-of-day + (wide - name) / 2)
    align(right, pad(right: right-of-name, data.signature))
    align(right, pad(right: right-of-day, day))
  }
  par(first-line-indent: (amount: 2 * sign, all: true), data.remark)
  if data.verifyAddress != none { pad(left: 2 * sign, image("/code.svg", width: ${CODE_SIDE}mm, alt: data.codeAlt)) }
})
#pagebreak()
#block(above: 0pt, below: 0pt, { set par(first-line-indent: 0pt); text(font: hei, weight: "bold", data.attachment.label) })
#blank(1)
#block(above: 0pt, below: gap, width: 100%, sticky: true, {
  set text(22pt, font: xiao-biao-song, weight: "bold", tracking: 0pt)
  set par(first-line-indent: 0pt, leading: 13pt, justify: false)
  align(center, heading(level: 1, data.attachment.titleLines.join(linebreak())))
})
#{
  set text(14pt, tracking: 0pt)
  set par(first-line-indent: 0pt, leading: 6pt, justify: false)
  set table.cell(breakable: false)
  table(
    columns: data.table.widths.map(one => one * 1fr),
    align: center + horizon, stroke: 0.5pt, inset: (x: 4pt, y: 6pt),
    table.header(repeat: true, ..data.table.head.map(cell => text(font: hei, weight: "bold", cell))),
    ..data.table.rows.flatten(),
  )
}
#place(bottom, float: true, clearance: 8mm, block(width: 100%, {
  set text(14pt, tracking: 0pt)
  set par(first-line-indent: 0pt, leading: 8pt, spacing: 0pt)
  line(length: 100%, stroke: 0.35mm)
  if data.copies != none {
    pad(x: 14pt, y: 5pt, par(hanging-indent: 42pt, data.copies))
    line(length: 100%, stroke: 0.25mm)
  }
  pad(x: 14pt, y: 5pt, [#data.printedBy #h(1fr) #data.printed])
  line(length: 100%, stroke: 0.35mm)
}))
`
