import type { RequestContext } from '../../platform/context.ts'
import { signsOfDocuments } from '../../platform/documents/font-coverage.ts'
import { renderPdf } from '../../platform/documents/render-pdf.ts'
import type { BulletinRow } from './bulletin-row.ts'
import { bulletinTemplate } from './bulletin-template.ts'
import { rankingOf } from './published-ranking.ts'
import { sheetOf } from './sheet-of-bulletin.ts'

/** Whether a Word document may hold the sign: XML knows two that are none. Word finds a type for each. */
const isOfDocx = (code: number) => code !== 0xfffe && code !== 0xffff

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
    return Packer.toBuffer(docxOfBulletin(sheetOf(context, bulletin, ranking, isOfDocx)))
  }
  const sheet = sheetOf(context, bulletin, ranking, await signsOfDocuments())
  return renderPdf(
    { template: bulletinTemplate, data: sheet, at: bulletin.changedAt },
    context.config.fontsDir,
  )
}
