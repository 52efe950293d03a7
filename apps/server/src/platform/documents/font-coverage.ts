import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Of the type that the product brings, which signs it has. Read once: a bit for each code point. */
let known: Promise<Uint8Array> | null = null

const fontFile = join(
  dirname(fileURLToPath(import.meta.resolve('@expo-google-fonts/noto-serif-sc/package.json'))),
  '400Regular/NotoSerifSC_400Regular.ttf',
)

/** The table of that name of an OpenType file; null where there is none. */
async function tableOf(path: string, name: string): Promise<Buffer | null> {
  const file = await open(path)
  try {
    const head = Buffer.alloc(12)
    await file.read(head, 0, 12, 0)
    const directory = Buffer.alloc(head.readUInt16BE(4) * 16)
    await file.read(directory, 0, directory.length, 12)
    for (let at = 0; at < directory.length; at += 16) {
      if (directory.toString('latin1', at, at + 4) !== name) continue
      const table = Buffer.alloc(directory.readUInt32BE(at + 12))
      await file.read(table, 0, table.length, directory.readUInt32BE(at + 8))
      return table
    }
    return null
  } finally {
    await file.close()
  }
}

/** The code points of a cmap's subtables of format 12: those that map all of Unicode. */
function coverageOf(cmap: Buffer): Uint8Array {
  const bits = new Uint8Array(0x110000 / 8)
  for (let entry = 0; entry < cmap.readUInt16BE(2); entry += 1) {
    const start = cmap.readUInt32BE(4 + entry * 8 + 4)
    if (cmap.readUInt16BE(start) !== 12) continue
    for (let group = 0; group < cmap.readUInt32BE(start + 12); group += 1) {
      const at = start + 16 + group * 12
      const last = Math.min(cmap.readUInt32BE(at + 4), 0x10ffff)
      for (let code = cmap.readUInt32BE(at); code <= last; code += 1)
        bits[code >> 3] = (bits[code >> 3] ?? 0) | (1 << (code & 7))
    }
  }
  return bits
}

/** Tells of a code point whether documents can show it. PDF/UA refuses a document with a sign that no type has. */
export async function signsOfDocuments(): Promise<(code: number) => boolean> {
  known ??= tableOf(fontFile, 'cmap').then((cmap) => {
    if (cmap === null) throw new Error('the type of documents does not say which signs it has')
    return coverageOf(cmap)
  })
  const bits = await known
  return (code) => ((bits[code >> 3] ?? 0) & (1 << (code & 7))) !== 0
}
