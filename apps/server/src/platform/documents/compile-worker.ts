import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { z } from 'zod'

/**
 * The thread in which documents are set: typesetting is synchronous and would hold up every other request.
 * Its messages are those of render-pdf.ts.
 */
const settings = z.object({ fontsDir: z.string().nullable() }).parse(workerData)
const question = z.object({
  id: z.number(),
  template: z.string(),
  data: z.string(),
  files: z.array(z.object({ name: z.string(), bytes: z.instanceof(Uint8Array) })),
  createdAtSeconds: z.number(),
})

const fonts = dirname(
  fileURLToPath(import.meta.resolve('@expo-google-fonts/noto-serif-sc/package.json')),
)
/** Nothing lies here: a template reads only what it is given. */
const workspace = join(import.meta.dirname, 'no-files')
const compiler = NodeCompiler.create({
  workspace,
  fontArgs: [
    {
      fontPaths: [
        join(fonts, '400Regular'),
        join(fonts, '700Bold'),
        ...(settings.fontsDir === null ? [] : [settings.fontsDir]),
      ],
    },
  ],
})

function compile({
  template,
  data,
  files,
  createdAtSeconds,
}: Omit<z.infer<typeof question>, 'id'>): Uint8Array {
  for (const { name, bytes } of files) compiler.mapShadow(join(workspace, name), Buffer.from(bytes))
  try {
    const set = compiler.compile({ mainFileContent: template, inputs: { data } })
    const error = set.takeError()
    if (error !== null || set.result === null)
      throw new Error(`the template does not compile: ${JSON.stringify(error?.shortDiagnostics)}`)
    return compiler.pdf(set.result, { pdfStandard: 'ua-1', creationTimestamp: createdAtSeconds })
  } finally {
    compiler.resetShadow()
    compiler.evictCache(10)
  }
}

parentPort?.on('message', (message: unknown) => {
  const { id, ...rest } = question.parse(message)
  try {
    parentPort?.postMessage({ id, pdf: compile(rest) }, [])
  } catch (problem) {
    parentPort?.postMessage(
      {
        id,
        problem: problem instanceof Error ? problem.message : String(problem),
      },
      [],
    )
  }
})
