import { open } from 'node:fs/promises'
import { endingOfName, isPhotoType } from '@gongjian/domain/evidence-files'
import type { EvidenceType } from '@gongjian/domain/evidence-files'
import { fileTypeFromBuffer } from 'file-type'
import { Refused } from '../../platform/failures.ts'
import { checkPdf } from './check-pdf.ts'
import { checkText } from './check-text.ts'
import { officeTypeOf } from './office-file.ts'

const headBytes = 4100

/**
 * What a file is, by what is in it. Its name is asked for one thing only: whether text is meant as text, and is no
 * program. Throws Refused, with what can be done about it, for everything that is not kept.
 */
export async function recogniseFile(path: string, fileName: string): Promise<EvidenceType> {
  const head = await headOf(path)
  const signature = head.toString('latin1', 0, 8)
  if (signature.startsWith('PK')) return officeTypeOf(path)
  if (signature.startsWith('%PDF-')) return checkPdf(path)
  // Word, Excel and WPS before 2007, and what was locked with a password: one and the same container.
  if (head.toString('hex', 0, 8) === 'd0cf11e0a1b11ae1') throw new Refused('DOCUMENT_IS_OLD')
  const picture = (await fileTypeFromBuffer(head).catch(() => undefined))?.mime ?? ''
  if (isPhotoType(picture)) return picture
  if (/^image\/hei[cf]/.test(picture)) throw new Refused('PHOTO_IS_HEIC')
  if (picture === '' && ['txt', 'csv', 'md'].includes(endingOfName(fileName)))
    return checkText(path)
  throw new Refused('FILE_KIND_UNKNOWN')
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
