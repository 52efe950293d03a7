import { IMPORT_STATES } from '@gongjian/domain/import-states'
import type { RowSort } from '@gongjian/domain/import-states'
import { z } from '../../platform/zod.ts'

const row = z.object({
  rowNumber: z.number(),
  cells: z.array(z.string()),
  problems: z.array(
    z.object({
      index: z.number().nullable(),
      message: z.string(),
      recordId: z.string().optional(),
    }),
  ),
})
const summary = z.object({
  id: z.string(),
  fileName: z.string(),
  state: z.enum(IMPORT_STATES),
  goodRows: z.number(),
  badRows: z.number(),
  duplicateRows: z.number(),
  similarRows: z.number(),
  keptRows: z.number(),
  doneRows: z.number(),
  totalRows: z.number().nullable(),
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
  createdAt: z.string(),
})
const whole = summary.extend({
  heads: z.array(z.string()),
  bad: z.array(row),
  duplicate: z.array(row),
  similar: z.array(row),
  good: z.array(row),
})
const failure = z.object({ code: z.string(), message: z.string() })

export type ImportRow = z.infer<typeof row>
export type ImportSummary = z.infer<typeof summary>
export type WholeImport = z.infer<typeof whole>
export type Outcome<Value> = { ok: true; value: Value } | { ok: false; message: string | null }

async function ask<Value>(
  url: string,
  shape: z.ZodType<Value>,
  options: RequestInit,
): Promise<Outcome<Value>> {
  try {
    const response = await fetch(url, {
      ...options,
      headers: { 'x-requested-with': 'gongjian', ...options.headers },
    })
    const body: unknown = await response.json()
    if (response.ok) return { ok: true, value: shape.parse(body) }
    return { ok: false, message: failure.safeParse(body).data?.message ?? null }
  } catch {
    return { ok: false, message: null }
  }
}

/** A page of the reader's own imports, the newest first. */
export const fetchImports = (state: ImportSummary['state'] | null, after: string | null) =>
  ask(
    `/api/imports?${new URLSearchParams({ ...(state && { state }), ...(after && { after }) }).toString()}`,
    z.object({ imports: z.array(summary), next: z.string().nullable() }),
    {},
  )

/** One import with its first bad and good rows. */
export const fetchImport = (id: string) => ask(`/api/imports/${id}`, whole, {})

/** The next rows of one sort below the row. */
export const fetchImportRows = (id: string, sort: RowSort, after: number) =>
  ask(`/api/imports/${id}/rows?sort=${sort}&after=${after}`, z.object({ rows: z.array(row) }), {})

/** Whether it is being worked on: then it is asked for again and again how far it is. */
export const isAtWork = (state: ImportSummary['state']): state is (typeof AT_WORK)[number] =>
  AT_WORK.some((one) => one === state)
const AT_WORK = ['READING', 'KEEPING', 'UNDOING'] as const

/**
 * Sends a workbook to be checked; nothing becomes a record yet. Says what share of it (0 to 1) has gone out: `fetch`
 * cannot.
 */
export function sendWorkbook(
  file: File,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<Outcome<WholeImport>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    const failed = () => resolve({ ok: false, message: null })
    request.open('POST', `/api/imports?fileName=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('x-requested-with', 'gongjian')
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      if (total > 0) onProgress(loaded / total)
    })
    request.addEventListener('load', () => {
      const body = jsonOf(request.responseText)
      const sent = whole.safeParse(body)
      resolve(
        sent.success
          ? { ok: true, value: sent.data }
          : { ok: false, message: failure.safeParse(body).data?.message ?? null },
      )
    })
    request.addEventListener('error', failed)
    request.addEventListener('abort', failed)
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Makes records of the good rows. */
export const keepImport = (id: string, as: 'DRAFT' | 'SUBMITTED') =>
  ask(`/api/imports/${id}/keep`, whole, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as }),
  })

/** Withdraws all that the import made. */
export const undoImport = (id: string) => ask(`/api/imports/${id}/undo`, whole, { method: 'POST' })

/** Asks that the work on it be stopped. */
export const stopImport = (id: string) => ask(`/api/imports/${id}/stop`, whole, { method: 'POST' })
