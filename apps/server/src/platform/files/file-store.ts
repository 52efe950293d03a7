import type { Readable } from 'node:stream'
import type { Config } from '../config.ts'
import { diskStore } from './disk-store.ts'
import { s3Store } from './s3-store.ts'

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

/** The store that the settings name. It holds nothing open: it may be asked for wherever it is needed. */
export function fileStore({ filesDir, s3 }: Pick<Config, 'filesDir' | 's3'>): FileStore {
  return s3 === null ? diskStore(filesDir) : s3Store(s3)
}
