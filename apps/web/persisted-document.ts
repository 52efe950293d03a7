import { readFileSync } from 'node:fs'

/** The id under which the server knows a document of the client, by how it begins: 'query Viewer'. */
export function persistedDocument(beginning: string): string {
  const documents: Record<string, string> = JSON.parse(
    readFileSync(new URL('src/generated/persisted-documents.json', import.meta.url), 'utf8'),
  )
  const begins = new RegExp(`^${beginning}\\b`)
  const [id] = Object.entries(documents).find(([, source]) => begins.test(source)) ?? []
  if (id === undefined) throw new Error(`no document begins with ${beginning}`)
  return id
}
