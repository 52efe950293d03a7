import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const list = z.record(z.string(), z.string())
const namedDocument = z.looseObject({ documentId: z.string().max(100) })

/** The documents of our own client, by id ('sha256:…'). */
export type TrustedDocuments = {
  /** The text of a document, or null where our client has no such one. */
  textOf(documentId: string): string | null
  isTrusted(text: string): boolean
  texts(): readonly string[]
}

/** Reads the list that the web client's build leaves beside it; an empty one where there is no build. */
export function trustedDocuments(webDir: string): TrustedDocuments {
  const byId = new Map(Object.entries(list.parse(readList(join(webDir, 'trusted-documents.json')))))
  const texts = new Set(byId.values())
  return {
    textOf: (documentId) => byId.get(documentId) ?? null,
    isTrusted: (text) => texts.has(text),
    texts: () => [...texts],
  }
}

function readList(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (problem) {
    if (problem instanceof Error && 'code' in problem && problem.code === 'ENOENT') return {}
    throw problem
  }
}

/** A request's body with the text of the document that it names; unchanged where it names none; null where unknown. */
export function withDocument(documents: TrustedDocuments, body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('documentId' in body)) return body
  const named = namedDocument.safeParse(body)
  if (!named.success) return body
  const { documentId, ...rest } = named.data
  const query = documents.textOf(documentId)
  return query === null ? null : { ...rest, query }
}
