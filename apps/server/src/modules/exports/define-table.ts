import { parseMonth } from '@gongjian/domain/calendar-day'
import type { Operation } from '@gongjian/domain/permission-matrix'
import { z } from 'zod'
import type { Page } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput } from '../../platform/failures.ts'
import { isOfServer } from '../../platform/read-copy.ts'

/** A cell: text, an exact number as text, a day, a moment, or nothing. */
export type Cell =
  | { text: string }
  | { number: string | number }
  | { day: string }
  | { moment: Date }
  | null
export type Column<Row> = {
  head: string
  width?: number
  isDay?: boolean
  cell: (row: Row) => Cell
}
/** A table that can be exported: which operation's rights it needs, its columns and its rows. */
export type ExportTable = {
  operation: Operation
  /** By what it can be narrowed and ordered: the names of EXPORT_FILTERS. */
  filterNames: readonly string[]
  open: (
    context: RequestContext,
    filter: URLSearchParams,
  ) => Promise<{
    columns: { head: string; width: number; isDay: boolean }[]
    rows: AsyncGenerator<Cell[]>
  }>
}

export const text = (value: string | null | undefined): Cell => (value ? { text: value } : null)
export const number = (value: string | number | null | undefined): Cell =>
  value === null || value === undefined ? null : { number: value }
export const day = (value: string | null): Cell => (value === null ? null : { day: value })
export const moment = (value: Date | null): Cell => (value === null ? null : { moment: value })

export const list = <const Words extends readonly string[]>(words: Words) =>
  z
    .string()
    .transform((value) => value.split(','))
    .pipe(z.array(z.enum(words)))
    .optional()
export const flag = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .optional()
export const id = z.uuid().optional()
export const calendarDay = z.iso.date().optional()
export const calendarMonth = z
  .string()
  .refine((month) => parseMonth(month) !== null)
  .optional()
export const year = z.coerce.number().int().min(1900).max(2200).optional()

/** Who misspells a filter must not take the whole table for what was asked. Throws InvalidInput with each such name. */
function refuseUnknown(known: readonly string[], search: URLSearchParams): void {
  const unknown = [...new Set(search.keys())].filter((name) => !known.includes(name))
  if (unknown.length > 0)
    throw new InvalidInput(
      unknown.map((name) => ({ path: name, code: 'UNKNOWN_FILTER', values: { name } })),
    )
}

/** Curried, so that the row is named and the filter inferred. */
export const define =
  <Row>() =>
  <Filter>(table: {
    operation: Operation
    filter: z.ZodType<Filter> & { shape?: object }
    /** Of a filter that is no object with a shape. */
    filterNames?: readonly string[]
    columns: (context: RequestContext, filter: Filter) => Promise<Column<Row>[]> | Column<Row>[]
    page: (context: RequestContext, filter: Filter, after: string | null) => Promise<Page<Row>>
    prepare?: (context: RequestContext, row: Row) => Promise<void>
  }): ExportTable => {
    const filterNames = table.filterNames ?? Object.keys(table.filter.shape ?? {})
    return {
      operation: table.operation,
      filterNames,
      open: async (asking, search) => {
        refuseUnknown(filterNames, search)
        let context = asking
        /** A page that the copy fails to give is asked of the primary: cursors hold on both. */
        const ask = async <Answer>(question: () => Promise<Answer> | Answer): Promise<Answer> => {
          try {
            return await question()
          } catch (problem) {
            if (context.insteadOfCopy === undefined || !isOfServer(problem)) throw problem
            context = context.insteadOfCopy(problem)
            return question()
          }
        }
        const filter = table.filter.parse(
          Object.fromEntries([...search].filter(([, value]) => value !== '')),
        )
        const columns = await ask(() => table.columns(context, filter))
        async function* rows(): AsyncGenerator<Cell[]> {
          for (let after: string | null = null; ;) {
            // Each page of rows has loaders of its own, so that memory does not grow with the table.
            context.loaders.clear()
            const from: string | null = after
            const { nodes, hasNextPage }: Page<Row> = await ask(async () => {
              const page = await table.page(context, filter, from)
              if (table.prepare)
                await Promise.all(page.nodes.map(({ node }) => table.prepare?.(context, node)))
              return page
            })
            for (const { node } of nodes) yield columns.map(({ cell }) => cell(node))
            after = nodes.at(-1)?.cursor ?? null
            if (!hasNextPage || after === null) break
          }
          const { figuresAsOf } = context
          if (figuresAsOf !== undefined) {
            const told: Cell[] = [
              { text: context.text('export.figuresAsOf') },
              { moment: figuresAsOf },
            ]
            yield columns.map((_column, place) => told[place] ?? null)
          }
        }
        return {
          columns: columns.map(({ head, width, isDay }) => ({
            head,
            width: width ?? 16,
            isDay: isDay ?? false,
          })),
          rows: rows(),
        }
      },
    }
  }

export const whole = <Row>(rows: readonly Row[]): Page<Row> => ({
  nodes: rows.map((node) => ({ cursor: '', node })),
  hasNextPage: false,
  hasPreviousPage: false,
})
