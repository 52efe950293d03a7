/**
 * An archive as a Typst document. What people typed comes in as data and is set as text, never read as markup; all
 * headings are in the contents; a record starts on the page where the last one ended.
 */
export const archiveTemplate = `
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, date: auto)
#set text(lang: "zh", region: "cn", font: ("FangSong_GB2312", "FangSong", "Noto Serif SC"), size: 11pt)
#set page(paper: "a4", margin: (x: 24mm, top: 24mm, bottom: 22mm))
#set par(leading: 0.8em, justify: false)
#show heading.where(level: 1): it => block(above: 8mm, below: 5mm, text(16pt, it.body))
#show heading.where(level: 2): it => block(above: 8mm, below: 3mm, sticky: true, text(12pt, it.body))
#let line-color = luma(170)
#set table(inset: 5pt, stroke: 0.5pt + line-color)
#let caption(title) = block(above: 3.5mm, below: 2mm, sticky: true, strong(title))
#let lines(rows) = for one in rows { par(one) }
#let sheet(one) = table(
  columns: one.widths.map(width => width * 1fr),
  table.header(..one.head.map(cell => strong(cell))),
  ..one.rows.flatten(),
)
#let facts(rows) = grid(
  columns: (28mm, 1fr), row-gutter: 2.4mm, column-gutter: 3mm,
  ..rows.map(((label, value)) => (text(fill: luma(70), label), value)).flatten(),
)
#let photos(one) = {
  caption(one.title)
  grid(
    columns: (1fr, 1fr, 1fr), column-gutter: 4mm, row-gutter: 4mm,
    ..one.photos.map(photo => block(breakable: false, width: 100%, {
      if photo.file != none { image("/" + photo.file, width: 100%, height: 38mm, fit: "contain", alt: photo.text) }
      text(9pt, photo.text)
    })),
  )
}

#align(center)[
  #v(38mm)
  #text(15pt, data.number)
  #v(14mm)
  #text(26pt, strong(data.title))
  #v(8mm)
  #text(18pt, data.organisation)
  #v(28mm)
]
#align(center, block(width: 120mm, align(left, facts(data.cover))))
#v(1fr)
#block(breakable: false)[
  #grid(columns: (30mm, 1fr), gutter: 6mm,
    image("/code.svg", width: 30mm, alt: data.codeAlt),
    [
      #text(10pt, data.verify)

      #text(10pt, data.address)

      #text(12pt, strong(data.code))

      #text(8pt, data.hash.at(0)) \\
      #text(7pt, data.hash.at(1))
    ])
]
#pagebreak()
#set page(
  header: text(9pt, fill: luma(70))[#data.organisation　#data.title #h(1fr) #data.number],
  footer: context align(center, text(9pt)[#data.footer.at(0)#counter(page).display()#data.footer.at(1)#counter(page).final().first()#data.footer.at(2)]),
)
#outline(title: data.contentsTitle, depth: 2, indent: 1em)
#pagebreak()
#heading(level: 1, data.summary.title)
#par(data.summary.note)
#for one in data.summary.tables { caption(one.title); sheet(one) }
#heading(level: 1, data.pairings.table.title)
#if data.pairings.note != none { par(data.pairings.note) } else { sheet(data.pairings.table) }
#for section in data.sections {
  pagebreak(weak: true)
  heading(level: 1, section.title)
  if section.note != none { par(section.note) }
  for entry in section.entries {
    heading(level: 2, entry.heading)
    if entry.mark != none { par(text(fill: rgb("#a00000"), strong(entry.mark))) }
    for one in entry.blocks {
      if one.kind == "facts" { facts(one.rows) }
      else if one.kind == "words" { caption(one.title); lines(one.lines) }
      else if one.kind == "table" { caption(one.title); sheet(one) }
      else { photos(one) }
    }
    line(length: 100%, stroke: 0.4pt + line-color)
  }
}
`
