import { demoDocuments } from '@gongjian/database/demo/documents'
import type { Config } from '../../platform/config.ts'
import { readStored, storeEvidence } from './stored-files.ts'

/** Puts the documents that the demonstration's records name into the file store, where they are not there yet. */
export async function keepDemoDocuments(config: Config): Promise<void> {
  await Promise.all(
    demoDocuments().map(async ({ path, sha256 }) => {
      const file = { sha256, mediaType: 'application/pdf' } as const
      const kept = await readStored(config, file, 'file')
      kept?.stream.destroy()
      if (kept === null) await storeEvidence(config, { ...file, path, thumbnail: null })
    }),
  )
}
