import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contentTypes, wordDocument, workbook, zipOf } from '../../testing/zip.ts'
import { recogniseFile } from './recognise-file.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongjian-recognise-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function recognised(content: Buffer, fileName: string): Promise<string> {
  const path = join(folder, 'file')
  await writeFile(path, content)
  return recogniseFile(path, fileName).catch((problem: Error) => problem.message)
}

const pdf = (body = '') => Buffer.from(`%PDF-1.7\n1 0 obj\n<<${body}>>\nendobj\n%%EOF\n`)
const old = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])
const macroType = 'application/vnd.ms-word.document.macroEnabled.main+xml'
const bomb = wordDocument({ 'word/media/image1.png': Buffer.alloc(220 * 1024 * 1024) })
/** Every entry points to the same packed bytes: a file of kilobytes that unpacks to gigabytes. */
function overlapping(): Buffer {
  const zip = wordDocument(
    Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [`word/${at}.xml`, Buffer.alloc(200_000, at)]),
    ),
  )
  const largest = zip.length
  for (let at = zip.indexOf('PK\u0001\u0002'); at > 0; at = zip.indexOf('PK\u0001\u0002', at + 4))
    zip.writeUInt32LE(largest, at + 20)
  return zip
}
const locked = wordDocument()
locked.writeUInt16LE(1, locked.indexOf('PK\u0001\u0002') + 8)

test.each<[string, Buffer, string, string]>([
  ['a PDF', pdf(), 'a.pdf', 'application/pdf'],
  ['a PDF that says it is a photo', pdf(), 'a.jpg', 'application/pdf'],
  [
    'a PDF with a script',
    pdf('/OpenAction << /S /JavaScript /JS (app.alert(1)) >>'),
    'a.pdf',
    'DOCUMENT_HAS_MACROS',
  ],
  ['a PDF that hides the name of it', pdf('/S /#4aava#53cript'), 'a.pdf', 'DOCUMENT_HAS_MACROS'],
  [
    'a PDF with a script whose name lies where one part that is read ends',
    pdf(`${'#'.repeat(64 * 1024 - 40)} /S /#4aava#53cript`),
    'a.pdf',
    'DOCUMENT_HAS_MACROS',
  ],
  ['a PDF that starts a program', pdf('/S /Launch /F (cmd.exe)'), 'a.pdf', 'DOCUMENT_HAS_MACROS'],
  ['half a PDF', Buffer.from('%PDF-1.7\n1 0 obj'), 'a.pdf', 'DOCUMENT_UNREADABLE'],
  [
    'a Word document',
    wordDocument(),
    'a.docx',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
  [
    'a workbook',
    workbook(),
    'a.xlsx',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ],
  ['macros', wordDocument({ 'word/vbaProject.bin': 'x' }), 'a.docx', 'DOCUMENT_HAS_MACROS'],
  [
    'macros under another name',
    zipOf({ '[Content_Types].xml': contentTypes(macroType), 'word/document.xml': '' }),
    'a.docx',
    'DOCUMENT_HAS_MACROS',
  ],
  [
    'a program inside',
    wordDocument({ 'word/embeddings/setup.exe': 'MZ' }),
    'a.docx',
    'DOCUMENT_HAS_MACROS',
  ],
  [
    'a program embedded as an object',
    wordDocument({ 'word/embeddings/oleObject1.bin': 'x' }),
    'a.docx',
    'DOCUMENT_HAS_MACROS',
  ],
  ['any other zip', zipOf({ 'a.txt': 'a' }), 'a.docx', 'FILE_KIND_UNKNOWN'],
  ['a zip bomb', bomb, 'a.docx', 'DOCUMENT_UNSAFE'],
  ['a zip bomb of entries that overlap', overlapping(), 'a.docx', 'DOCUMENT_UNSAFE'],
  ['half a document', wordDocument().subarray(0, 120), 'a.docx', 'DOCUMENT_UNREADABLE'],
  ['a locked document', locked, 'a.docx', 'DOCUMENT_UNREADABLE'],
  ['an old document', old, 'a.doc', 'DOCUMENT_IS_OLD'],
  ['an old document of WPS', old, 'a.wps', 'DOCUMENT_IS_OLD'],
  ['text', Buffer.from('会议纪要\r\n一、到会 12 人'), 'a.txt', 'text/plain'],
  ['text in GB 18030', Buffer.from('bbe1d2e9bcc7c2bc', 'hex'), 'a.txt', 'text/plain'],
  ['text of no such ending', Buffer.from('echo off'), 'a.bat', 'FILE_KIND_UNKNOWN'],
  [
    'a page named text',
    Buffer.from('  <!doctype html><script>alert(1)</script>'),
    'a.txt',
    'FILE_KIND_UNKNOWN',
  ],
  [
    'a drawing with a script named text',
    Buffer.from('<svg><script>alert(1)</script></svg>'),
    'a.txt',
    'FILE_KIND_UNKNOWN',
  ],
  ['a script named text', Buffer.from('#!/bin/sh\nrm -r /'), 'a.txt', 'FILE_KIND_UNKNOWN'],
  ['a program named text', Buffer.from([0x4d, 0x5a, 0, 0, 3, 0]), 'a.txt', 'FILE_KIND_UNKNOWN'],
  ['a program named photo', Buffer.from([0x4d, 0x5a, 0, 0, 3, 0]), 'a.jpg', 'FILE_KIND_UNKNOWN'],
])('%s', async (_what, content, fileName, answer) => {
  expect(await recognised(content, fileName)).toBe(answer)
})
