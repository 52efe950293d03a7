import { parentPort, workerData } from 'node:worker_threads'
import { Packer } from 'docx'
import { docxOf } from './docx-document.ts'
import type { DocxMaterial } from './docx-document.ts'

/** The thread in which a Word document is written; its messages are those of archive-docx.ts, which also made its data. */
const material: DocxMaterial = workerData
try {
  const document = await Packer.toBuffer(docxOf(material))
  parentPort?.postMessage({ document }, [])
} catch (problem) {
  parentPort?.postMessage(
    { problem: problem instanceof Error ? problem.message : String(problem) },
    [],
  )
}
