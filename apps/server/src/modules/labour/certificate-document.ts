import { renderSVG } from 'uqr'
import { dayIn } from '@gongjian/domain/calendar-day'
import { totalOf } from '@gongjian/domain/labour-hours'
import type { RequestContext } from '../../platform/context.ts'
import { renderPdf } from '../../platform/documents/render-pdf.ts'
import { numberOf } from './certificate-row.ts'
import type { CertificateRow } from './certificate-row.ts'

/** One A4 page (more where there were many services), in the form of 志愿服务记录与证明出具办法: who, when, how long, by whom. */
const template = `
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, date: auto)
#set text(lang: "zh", region: "cn", font: ("FangSong_GB2312", "FangSong", "Noto Serif SC"), size: 12pt)
#set page(paper: "a4", margin: (x: 25mm, y: 25mm), footer: context align(center, text(9pt)[#data.number　#counter(page).display()]))
#set par(leading: 1em, justify: true)
#show heading: it => align(center, text(20pt, it.body))
#if data.revoked != none { align(center, text(16pt, weight: "bold", fill: rgb("#b00000"), data.revoked)) }
#heading(level: 1, data.title)
#v(2mm)
#align(center)[#data.number]
#v(6mm)
#par(first-line-indent: (amount: 2em, all: true), data.statement)
#v(2mm)
#table(
  columns: (1fr, 1fr, 1fr), inset: 8pt, align: center,
  table.header(..data.sumHead.map(one => strong(one))),
  ..data.sums,
)
#v(4mm)
#table(
  columns: (auto, 1fr, 1fr, auto, auto), inset: 6pt, align: (left, left, left, right, right),
  table.header(..data.head.map(one => strong(one))),
  ..data.lines.flatten(),
)
#v(4mm)
#par(text(10pt, data.apart))
#v(8mm)
#block(breakable: false)[
  #grid(columns: (32mm, 1fr), gutter: 6mm,
    image("/code.svg", width: 32mm, alt: data.codeAlt),
    [
      #text(10pt, data.verify) \\
      #text(10pt, raw(data.address)) \\
      #text(12pt, strong(data.code))
      #v(4mm)
      #align(right)[#data.issuer \\ #data.issuedOn]
    ])
]
`

/** The certificate as PDF; `origin` is where anybody can check it. The same certificate gives the same bytes. */
export function certificatePdf(
  context: RequestContext,
  row: CertificateRow,
  origin: string,
): Promise<Buffer> {
  const { text: say } = context
  const address = `${origin}/verify/${row.code}`
  const sums = { recorded: row.recordedHours, added: row.addedHours }
  return renderPdf(
    {
      template,
      at: row.issuedAt,
      files: [{ name: 'code.svg', bytes: Buffer.from(renderSVG(address, { ecc: 'M' })) }],
      data: {
        title: say('certificate.title'),
        number: numberOf(context, row),
        statement: say('certificate.statement', {
          name: row.volunteerName,
          organisation: row.organisationName,
          from: row.dayFrom,
          to: row.dayTo,
          services: row.services.length,
        }),
        sumHead: [say('certificate.recorded'), say('certificate.added'), say('certificate.total')],
        sums: [row.recordedHours, row.addedHours, totalOf(sums)],
        head: [
          say('certificate.day'),
          say('certificate.service'),
          say('certificate.community'),
          say('certificate.recorded'),
          say('certificate.added'),
        ],
        lines: row.services.map((one) => [
          one.day,
          one.title,
          one.community,
          one.recorded,
          one.added,
        ]),
        apart: say('certificate.apart'),
        verify: say('certificate.verify'),
        codeAlt: say('certificate.codeAlt', { address }),
        address,
        code: row.code,
        issuer: row.issuerName,
        issuedOn: dayIn(row.issuedAt, context.city.timeZone),
        revoked: row.revokedAt === null ? null : say('certificate.revoked'),
      },
    },
    context.config.fontsDir,
  )
}
