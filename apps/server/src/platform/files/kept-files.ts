import type { Readable } from 'node:stream'

/**
 * Where files are kept: a folder, or a bucket of a store that speaks S3. Files go in and come out as streams; none is
 * held in memory as a whole. A key is made of letters, digits, '.', '-', '_' and '/', never of what somebody typed.
 */
export type FileStore = {
  /** Keeps a file of the local disk (by its path, left where it lies) or some bytes: whole, or not at all. */
  keep(key: string, source: string | Uint8Array): Promise<void>
  /** The file as a stream with its size; null where it is not there. */
  read(key: string): Promise<{ stream: Readable; bytes: number } | null>
  remove(key: string): Promise<void>
}
