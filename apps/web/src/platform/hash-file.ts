import { sha256 } from '@gongjian/domain/sha256'

/** The SHA-256 of a file, read part by part: it never leaves the device. */
export async function hashOfFile(file: File): Promise<string> {
  const hash = sha256()
  const reader = file.stream().getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read())
    hash.update(part.value)
  return hash.digest()
}
