import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { Refused } from '../../platform/failures.ts'
import type { ReceivedWorkbook } from './receive-workbook.ts'

const sheetRow = z.object({
  rowNumber: z.number(),
  cells: z.array(z.string()),
  isHidden: z.boolean(),
})
export type SheetRow = z.infer<typeof sheetRow>
const sheetsMessage = z.object({ sheets: z.number() })
const sizeMessage = z.object({ size: z.number() })
const rowsMessage = z.object({ rows: z.array(sheetRow) })

export type Workbook = {
  sheets: number
  /** How many rows of a sheet have something in them. */
  size(sheet: number): Promise<number>
  /** So many of them from one on; fewer at the end. They come as the sheet is unpacked: in order is best. */
  rows(sheet: number, from: number, count: number): Promise<SheetRow[]>
  close(): Promise<void>
}

/**
 * Reads a workbook in a thread of its own with a memory of its own, so that the server goes on answering; its rows come
 * as they are asked for. Throws Refused where it cannot be read.
 */
export async function openWorkbook({ path, format }: ReceivedWorkbook): Promise<Workbook> {
  const worker = new Worker(new URL('read-worker.ts', import.meta.url), {
    workerData: { path, format },
    resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 4 },
  })
  const ended = new Promise<never>((_resolve, reject) => {
    const unreadable = () => reject(new Refused('WORKBOOK_UNREADABLE'))
    worker.once('error', unreadable)
    worker.once('exit', unreadable)
  })
  // Nobody may be waiting when it ends.
  ended.catch(() => undefined)
  const told = async (): Promise<unknown> => {
    const [message] = await Promise.race([once(worker, 'message'), ended])
    return message
  }
  const { sheets } = sheetsMessage.parse(await told())
  return {
    sheets,
    size: async (sheet) => {
      worker.postMessage({ measure: sheet }, [])
      return sizeMessage.parse(await told()).size
    },
    rows: async (sheet, from, count) => {
      worker.postMessage({ sheet, from, count }, [])
      return rowsMessage.parse(await told()).rows
    },
    close: async () => {
      await worker.terminate()
    },
  }
}
