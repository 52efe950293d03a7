import type { Config } from '../config.ts'
import { diskStore } from './disk-store.ts'
import type { FileStore } from './kept-files.ts'
import { s3Store } from './s3-store.ts'

/** The store that the settings name. It holds nothing open: it may be asked for wherever it is needed. */
export function fileStore({ filesDir, s3 }: Pick<Config, 'filesDir' | 's3'>): FileStore {
  return s3 === null ? diskStore(filesDir) : s3Store(s3)
}
