import type { ObjectRef } from '@pothos/core'
import { GraphQLError } from 'graphql'
import { z } from 'zod'
import { builder } from './schema-builder.ts'
import type { SchemaTypes } from './schema-builder.ts'

const LARGEST_PAGE = 100

export type PageArguments = { first?: number | null | undefined; after?: string | null | undefined }
export type Page<Node> = {
  nodes: { cursor: string; node: Node }[]
  hasNextPage: boolean
  hasPreviousPage: boolean
}

const PageInfo = builder
  .objectRef<{
    hasNextPage: boolean
    hasPreviousPage: boolean
    startCursor: string | null
    endCursor: string | null
  }>('PageInfo')
  .implement({
    description: 'Where a page stands in its list (Relay).',
    fields: (t) => ({
      hasNextPage: t.exposeBoolean('hasNextPage'),
      hasPreviousPage: t.exposeBoolean('hasPreviousPage'),
      startCursor: t.exposeString('startCursor', { nullable: true }),
      endCursor: t.exposeString('endCursor', { nullable: true }),
    }),
  })

/** The Relay connection of a type. Pages go by keyset: no page counts rows or skips them. */
export function connectionOf(
  name: string,
  node: ObjectRef<PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>, object>,
) {
  const Edge = builder.objectRef<{ cursor: string; node: object }>(`${name}Edge`).implement({
    description: `One ${name} of a page, with its cursor.`,
    fields: (t) => ({
      cursor: t.exposeString('cursor'),
      node: t.expose('node', { type: node }),
    }),
  })
  return builder.objectRef<Page<object>>(`${name}Connection`).implement({
    description: `A page of ${name}s.`,
    fields: (t) => ({
      edges: t.field({ type: [Edge], resolve: (page) => page.nodes }),
      pageInfo: t.field({
        type: PageInfo,
        resolve: ({ nodes, hasNextPage, hasPreviousPage }) => ({
          hasNextPage,
          hasPreviousPage,
          startCursor: nodes[0]?.cursor ?? null,
          endCursor: nodes.at(-1)?.cursor ?? null,
        }),
      }),
    }),
  })
}

/** How many rows to read for a page: one more than asked for tells whether there is a next page. */
export function pageSize({ first }: PageArguments, standard = 50): number {
  const size = first ?? standard
  if (size < 1 || size > LARGEST_PAGE) {
    throw new GraphQLError(`first is from 1 to ${LARGEST_PAGE}`, {
      extensions: { code: 'BAD_PAGE_SIZE' },
    })
  }
  return size
}

const cursorValues = z.array(z.union([z.string(), z.number(), z.null()]))

function encodeCursor(values: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/** The ordering values that a cursor stands for; a cursor that is none of this list's is refused. */
export function decodeCursor<Values>(
  cursor: string | null | undefined,
  shape: z.ZodType<Values>,
): Values | null {
  if (cursor === null || cursor === undefined) return null
  try {
    const values = cursorValues.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    return shape.parse(values)
  } catch {
    throw new GraphQLError('this cursor belongs to no page of this list', {
      extensions: { code: 'BAD_CURSOR' },
    })
  }
}

/** A page from one row more than its size. */
export function pageFrom<Row, Node>(
  rows: readonly Row[],
  size: number,
  after: string | null | undefined,
  cursorOf: (row: Row) => readonly (string | number | null)[],
  nodeOf: (row: Row) => Node,
): Page<Node> {
  return {
    nodes: rows
      .slice(0, size)
      .map((row) => ({ cursor: encodeCursor(cursorOf(row)), node: nodeOf(row) })),
    hasNextPage: rows.length > size,
    hasPreviousPage: after !== null && after !== undefined,
  }
}
