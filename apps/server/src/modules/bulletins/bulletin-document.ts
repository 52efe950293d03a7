import sharp from 'sharp'
import { renderSVG } from 'uqr'
import type { RequestContext } from '../../platform/context.ts'
import { signsOfDocuments } from '../../platform/documents/font-coverage.ts'
import { renderPdf } from '../../platform/documents/render-pdf.ts'
import type { BulletinRow } from './bulletin-row.ts'
import type { BulletinSheet } from './bulletin-sheet.ts'
import { bulletinTemplate } from './bulletin-template.ts'
import { rankingOf } from './published-ranking.ts'
import { sheetOf } from './sheet-of-bulletin.ts'

/** Whether a Word document may hold the sign: XML knows two that are none. Word finds a type for each. */
const isOfDocx = (code: number) => code !== 0xfffe && code !== 0xffff

const codeOf = (address: string) => renderSVG(address, { ecc: 'M', border: 0 })

/** The code of squares as Word takes it. */
async function codePicture({ verifyAddress }: BulletinSheet): Promise<Buffer | null> {
  if (verifyAddress === null) return null
  return sharp(Buffer.from(codeOf(verifyAddress)))
    .resize(300, 300, { kernel: 'nearest' })
    .png()
    .toBuffer()
}

/** The bulletin as a file. A published one is not made again: it is read as it was kept. */
export async function bulletinDocument(
  context: RequestContext,
  bulletin: Pick<BulletinRow, 'content' | 'code' | 'state' | 'runId' | 'changedAt'>,
  format: 'PDF' | 'DOCX',
): Promise<Buffer> {
  const ranking = await rankingOf(context, bulletin.runId, bulletin.content)
  if (format === 'DOCX') {
    // Loaded with the first document: nobody needs it to start.
    const [{ Packer }, { docxOfBulletin }] = await Promise.all([
      import('docx'),
      import('./bulletin-docx.ts'),
    ])
    const sheet = sheetOf(context, bulletin, ranking, isOfDocx)
    return Packer.toBuffer(docxOfBulletin(sheet, await codePicture(sheet)))
  }
  const sheet = sheetOf(context, bulletin, ranking, await signsOfDocuments())
  return renderPdf(
    {
      template: bulletinTemplate,
      data: sheet,
      at: bulletin.changedAt,
      files:
        sheet.verifyAddress === null
          ? []
          : [{ name: 'code.svg', bytes: Buffer.from(codeOf(sheet.verifyAddress)) }],
    },
    context.config.fontsDir,
  )
}
