import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FileStore } from './kept-files.ts'

/** Files in a folder. Each appears under its name when all of it is on the disk, also where the power goes off. */
export function diskStore(folder: string): FileStore {
  const pathOf = (key: string) => join(folder, key)
  return {
    async keep(key, source) {
      const path = pathOf(key)
      await mkdir(dirname(path), { recursive: true })
      const unfinished = `${path}.${randomUUID()}.part`
      try {
        if (typeof source === 'string') await copyFile(source, unfinished)
        else await writeFile(unfinished, source)
        const file = await open(unfinished, 'r+')
        try {
          await file.chmod(0o640)
          await file.sync()
        } finally {
          await file.close()
        }
        await rename(unfinished, path)
      } catch (problem) {
        await rm(unfinished, { force: true })
        throw problem
      }
    },
    async read(key) {
      const known = await stat(pathOf(key)).catch(() => null)
      return known === null ? null : { stream: createReadStream(pathOf(key)), bytes: known.size }
    },
    async remove(key) {
      await rm(pathOf(key), { force: true })
    },
  }
}
