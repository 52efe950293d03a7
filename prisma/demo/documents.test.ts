import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { demoUsers } from './accounts.ts'
import { demoDocuments, documentRows, evidenceColumns } from './documents.ts'
import { generateYear } from './generate-year.ts'
import { demoOrganisations } from './organisations.ts'

const { organisations, zones, pairings } = demoOrganisations()
const { records } = generateYear(pairings)
const recorderOf = new Map(
  demoUsers(organisations, zones).flatMap((user) =>
    user.roles
      .filter(({ role }) => role === 'BRANCH_RECORDER')
      .map(({ organisation }) => [organisation.id, user] as const),
  ),
)

test('three documents lie beside three records that were sent, each added before, each with its event', () => {
  const { rows, events } = documentRows(records, { recorderOf })
  expect(documentRows(records, { recorderOf })).toEqual({ rows, events })
  expect(rows).toHaveLength(3)
  const found = rows.map((row) =>
    Object.fromEntries(evidenceColumns.map((column, at) => [column, row[at]])),
  )
  for (const [at, row] of found.entries()) {
    const record = records.find(({ id }) => id === row['activity_id'])
    const submission = record?.steps.find(({ action }) => action === 'submit')
    expect(events[at]).toMatchObject({
      action: 'evidence.add',
      subjectId: record?.id,
      detail: { sha256: row['sha256'] },
    })
    expect(events[at]?.at.getTime()).toBeLessThan(submission?.at.getTime() ?? 0)
  }
  expect(new Set(found.map((row) => row['activity_id'])).size).toBe(3)
})

test('each is a small PDF that is named by its content', () => {
  for (const { path, fileName, sha256, bytes } of demoDocuments()) {
    const content = readFileSync(path)
    expect(content.subarray(0, 5).toString()).toBe('%PDF-')
    expect(createHash('sha256').update(content).digest('hex')).toBe(sha256)
    expect(bytes).toBe(content.length)
    expect(bytes).toBeLessThan(60 * 1024)
    expect(fileName).toMatch(/\.pdf$/)
  }
})
