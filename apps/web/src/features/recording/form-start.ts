import { z } from '../../platform/zod.ts'
import { formContent, inputOf } from './form-content.ts'
import type { FormContent } from './form-content.ts'

/** What is kept on the device: the content as typed, and the id that the form was given when it was opened. */
export const keptForm = formContent.extend({ formId: z.string() })

export type Kept = {
  formId: string
  /** The version that was read when it was typed; null where the server had none. */
  baseVersion: number | null
  savedAt: number
  content: FormContent
}

/** Reads what the device has kept; what an older edition of the page wrote and this one cannot read is nothing. */
export function readKept(
  draft: { baseVersion: number | null; savedAt: number; content: unknown } | undefined,
): Kept | null {
  const parsed = keptForm.safeParse(draft?.content)
  if (draft === undefined || !parsed.success) return null
  const { formId, ...content } = parsed.data
  return { formId, content, baseVersion: draft.baseVersion, savedAt: draft.savedAt }
}

export type FormStart = {
  content: FormContent
  /** When what stands in the form was typed and not sent; null where it is as the server has it. */
  recoveredAt: number | null
  /** True where the server's record has moved on since: both are then shown side by side. */
  isStale: boolean
}

/** What stands in the form when it is opened: what was typed last and not sent goes before what the server has. */
export function startOf(
  fresh: FormContent,
  serverVersion: number | null,
  kept: Kept | null,
): FormStart {
  const isSame =
    kept !== null &&
    JSON.stringify(inputOf(kept.content, 'submit')) === JSON.stringify(inputOf(fresh, 'submit'))
  if (kept === null || isSame) return { content: fresh, recoveredAt: null, isStale: false }
  return {
    content: kept.content,
    recoveredAt: kept.savedAt,
    isStale: serverVersion !== null && serverVersion !== kept.baseVersion,
  }
}
