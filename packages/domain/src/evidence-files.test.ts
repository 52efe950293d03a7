import { expect, test } from 'vitest'
import { EVIDENCE_CHOOSER, isEvidenceType, isPhotoType, nameForType } from './evidence-files.ts'

test.each([
  ['会议纪要.pdf', 'application/pdf', '会议纪要.pdf'],
  ['会议纪要.PDF', 'application/pdf', '会议纪要.PDF'],
  ['report.exe', 'application/pdf', 'report.exe.pdf'],
  ['照片.jpg', 'image/png', '照片.jpg.png'],
  ['照片.jpeg', 'image/jpeg', '照片.jpeg'],
  ['没有后缀', 'text/plain', '没有后缀.txt'],
  ['run.bat', 'text/plain', 'run.bat.txt'],
  ['名单.csv', 'text/plain', '名单.csv'],
] as const)('%s that is %s is given out as %s', (name, type, given) => {
  expect(nameForType(name, type)).toBe(given)
})

test('only the listed types are evidence; of them pictures are photos', () => {
  for (const type of ['image/svg+xml', 'text/html', 'application/zip', 'toString', ''])
    expect(isEvidenceType(type)).toBe(false)
  expect(isPhotoType('image/webp')).toBe(true)
  expect(isPhotoType('application/pdf')).toBe(false)
  expect(EVIDENCE_CHOOSER).toContain('application/pdf,.pdf')
})
