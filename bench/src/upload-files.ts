import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import type { BenchCity } from './city.ts'
import { newId } from './ids.ts'
import { peakOf, resetPeak } from './peak-memory.ts'
import { recordContent } from './record-content.ts'

export type UploadResult = {
  kind: 'photos' | 'PDF'
  files: number
  /** Of each file. */
  megabytes: number
  seconds: number
  /** Memory of the product's process before, and the most it had meanwhile. */
  restMegabytes: number
  peakMegabytes: number
}

const files = 10

/** Sends ten files of about ten megabytes at once, each in its pieces as the page sends them: PDF, then photos. */
export async function measureUploads(city: BenchCity): Promise<UploadResult[]> {
  const pixels = { width: 4000, height: 3000, channels: 3 } as const
  // Noise packs badly: as many bytes as a phone makes of many more pixels.
  const photo = await sharp(randomBytes(pixels.width * pixels.height * 3), { raw: pixels })
    .jpeg({ quality: 88 })
    .toBuffer()
  const pdf = Buffer.concat([
    Buffer.from('%PDF-1.7\n'),
    randomBytes(10 * 1024 * 1024),
    Buffer.from('\n%%EOF\n'),
  ])
  return [await sent(city, 'PDF', pdf), await sent(city, 'photos', photo)]
}

async function sent(
  city: BenchCity,
  kind: UploadResult['kind'],
  file: Buffer,
): Promise<UploadResult> {
  const record = await draftOf(city)
  // What was sent before is given back in the meantime.
  await sleep(2000)
  const { processId } = city.product
  resetPeak(processId)
  const restMegabytes = peakOf(processId)
  const begun = performance.now()
  await Promise.all(Array.from({ length: files }, () => upload(city, record, file)))
  return {
    kind,
    files,
    megabytes: file.length / 1024 / 1024,
    seconds: (performance.now() - begun) / 1000,
    restMegabytes,
    peakMegabytes: peakOf(processId),
  }
}

async function draftOf(city: BenchCity): Promise<string> {
  const id = newId()
  await ask(city, 'POST', '/graphql', {
    query:
      'mutation ($input: SaveActivityDraftInput!) { saveActivityDraft(input: $input) { __typename } }',
    variables: { input: { id, version: null, content: recordContent(city.pairing) } },
  })
  return id
}

async function upload(city: BenchCity, record: string, file: Buffer): Promise<void> {
  const id = newId()
  const { chunkBytes } = await ask(city, 'POST', `/api/activities/${record}/evidence/${id}`, {
    fileName: '现场',
    bytes: file.length,
  })
  for (let offset = 0; offset < file.length; offset += Number(chunkBytes))
    // oxlint-disable-next-line no-await-in-loop -- one piece after the other, as the page sends them
    await ask(
      city,
      'PUT',
      `/api/evidence-uploads/${id}?offset=${offset}`,
      file.subarray(offset, offset + Number(chunkBytes)),
    )
  await ask(city, 'POST', `/api/evidence-uploads/${id}/finish`, {})
}

async function ask(
  city: BenchCity,
  method: 'POST' | 'PUT',
  path: string,
  body: object,
): Promise<Record<string, unknown>> {
  const isPiece = Buffer.isBuffer(body)
  const response = await fetch(`${city.product.address}${path}`, {
    method,
    headers: {
      'content-type': isPiece ? 'application/octet-stream' : 'application/json',
      'x-requested-with': 'bench',
      cookie: city.cookies.recorder,
    },
    body: isPiece ? new Uint8Array(body) : JSON.stringify(body),
  })
  const answer: unknown = await response.json()
  if (!response.ok || typeof answer !== 'object' || answer === null)
    throw new Error(`${method} ${path} gave ${response.status}: ${JSON.stringify(answer)}`)
  return { ...answer }
}
