import type { SchemeContent } from '@gongjian/domain/scheme-content'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput } from '../../platform/failures.ts'
import { z } from 'zod'
import { saveScheme } from './save-scheme.ts'
import { storedScheme } from './scheme-json.ts'
import type { SchemeRow } from './scheme-row.ts'

const FORMAT = 'gongjian.assessment-scheme'
/** Raised when a file of before could no longer be read as it is. */
const FORMAT_VERSION = 1
/** More characters than any scheme has that can be kept. */
const LARGEST = 200_000

const envelope = z.looseObject({ format: z.literal(FORMAT), version: z.number().int().min(1) })
const file = z.object({ programmeYear: z.number().int(), scheme: storedScheme })

/** A scheme as a file that another city, or another year, can take up. */
export const fileOf = ({
  programmeYear,
  content,
}: Pick<SchemeRow, 'programmeYear' | 'content'>): string =>
  `${JSON.stringify({ format: FORMAT, version: FORMAT_VERSION, programmeYear, scheme: content }, null, 2)}\n`

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return null
  }
}

/** What a file holds. Throws InvalidInput: no such file, of a newer product, or with something wrong in it, and where. */
export function schemeFromFile(text: string): { programmeYear: number; content: SchemeContent } {
  const refuse = (problem: { code: 'SCHEME_FILE_UNKNOWN' | 'SCHEME_FILE_NEWER' }) =>
    new InvalidInput([{ path: 'file', ...problem }])
  if (text.length > LARGEST) throw refuse({ code: 'SCHEME_FILE_UNKNOWN' })
  const json = jsonOf(text)
  const opened = envelope.safeParse(json)
  if (!opened.success) throw refuse({ code: 'SCHEME_FILE_UNKNOWN' })
  if (opened.data.version > FORMAT_VERSION) throw refuse({ code: 'SCHEME_FILE_NEWER' })
  const read = file.safeParse(json)
  if (!read.success)
    throw new InvalidInput(
      read.error.issues.slice(0, 5).map((issue) => ({
        path: 'file',
        code: 'SCHEME_FILE_BROKEN',
        values: { at: issue.path.join('.') },
      })),
    )
  return { programmeYear: read.data.programmeYear, content: read.data.scheme }
}

/**
 * Keeps the scheme of a file as a draft of a year: with what is wrong in it here, as an indicator that this city's
 * catalogue does not have, which the draft says itself. Throws as `schemeFromFile` and `saveScheme` do.
 */
export function importScheme(
  context: RequestContext,
  { id, programmeYear, file: text }: { id: string; programmeYear: number; file: string },
): Promise<SchemeRow> {
  const { content } = schemeFromFile(text)
  return saveScheme(context, { id, programmeYear, version: null, content })
}
