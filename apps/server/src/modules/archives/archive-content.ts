/**
 * An archive in words: what a document in any format shows, in its order. Every text in it can be printed as it is.
 */
export type ArchiveTable = {
  title: string
  head: string[]
  /** How wide the columns are, each in proportion to the others. */
  widths: number[]
  rows: string[][]
}
export type ArchivePhoto = { file: string | null; text: string }
export type ArchiveBlock =
  | { kind: 'facts'; rows: [label: string, value: string][] }
  | { kind: 'words'; title: string; lines: string[] }
  | ({ kind: 'table' } & ArchiveTable)
  | { kind: 'photos'; title: string; photos: ArchivePhoto[] }
export type ArchiveEntry = { heading: string; mark: string | null; blocks: ArchiveBlock[] }
export type ArchiveSection = { title: string; note: string | null; entries: ArchiveEntry[] }
export type ArchiveContent = {
  title: string
  organisation: string
  cover: [label: string, value: string][]
  number: string
  code: string
  address: string
  codeAlt: string
  verify: string
  hash: [label: string, value: string]
  contentsTitle: string
  summary: { title: string; note: string; tables: ArchiveTable[] }
  pairings: { note: string | null; table: ArchiveTable }
  sections: ArchiveSection[]
  /** Before the page's number, between it and the number of pages, after that. */
  footer: [string, string, string]
}
/** A picture of the document, by the name under which it stands in it. */
export type DocumentPhoto = { name: string; bytes: Uint8Array; width: number; height: number }
