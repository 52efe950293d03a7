import { renderSVG } from 'uqr'
import type { RequestContext } from '../../platform/context.ts'
import { renderLargePdf } from '../../platform/documents/render-pdf.ts'
import type { ArchiveContent, DocumentPhoto } from './archive-content.ts'
import type { ArchiveRow } from './archive-row.ts'
import { archiveTemplate } from './archive-template.ts'

/** The archive as PDF. */
export function archivePdf(
  context: RequestContext,
  archive: ArchiveRow,
  content: ArchiveContent,
  photos: readonly DocumentPhoto[],
  signal: AbortSignal,
): Promise<Buffer> {
  return renderLargePdf(
    {
      template: archiveTemplate,
      at: archive.requestedAt,
      files: [
        { name: 'code.svg', bytes: Buffer.from(renderSVG(content.address, { ecc: 'M' })) },
        ...photos,
      ],
      data: content,
    },
    context.config.fontsDir,
    signal,
  )
}
