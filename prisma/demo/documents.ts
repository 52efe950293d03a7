import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { communityChain } from '@gongjian/domain/audit-event'
import type { AuditEventContent } from '@gongjian/domain/audit-event'
import type { DemoUser } from './accounts.ts'
import type { Cell } from './copy-rows.ts'
import type { DemoRecord } from './history.ts'
import { cityCode, demoId } from './organisations.ts'

const minute = 60_000
const mediaType = 'application/pdf'
/** The branch of the account that one tries out first. */
const branchCode = 'A001-01'

/** A document of the demonstration: what the file store is to hold under its hash. */
export type DemoDocument = { path: string; fileName: string; sha256: string; bytes: number }

/** What lies beside some of the branch's records; set by scripts/make-demo-documents.ts. */
export function demoDocuments(): DemoDocument[] {
  const named = [
    ['minutes.pdf', '共建工作座谈会纪要.pdf'],
    ['attendance.pdf', '活动签到表.pdf'],
    ['plan.pdf', '2008年度共建活动方案.pdf'],
  ] as const
  return named.map(([file, fileName]) => {
    const path = fileURLToPath(new URL(`./harbin-2008/documents/${file}`, import.meta.url))
    const content = readFileSync(path)
    const sha256 = createHash('sha256').update(content).digest('hex')
    return { path, fileName, sha256, bytes: content.length }
  })
}

export const evidenceColumns =
  'city_code id activity_id file_name media_type bytes sha256 fingerprint_bands caption uploaded_by_id uploaded_at'.split(
    ' ',
  )

/** The documents, each beside a record of the branch that was sent: its newest first, and each added before it was sent. */
export function documentRows(
  records: readonly DemoRecord[],
  { recorderOf }: { recorderOf: Map<string, DemoUser> },
): { rows: Cell[][]; events: AuditEventContent[] } {
  const sent = records
    .filter(
      ({ pairing, status, content }) =>
        pairing.agencySide.code === branchCode &&
        (status === 'COUNTERSIGNED' || status === 'SUBMITTED') &&
        content.kind === 'SIX_HELPS' &&
        content.direction === 'AGENCY_TO_COMMUNITY',
    )
    .toSorted((a, b) => b.content.day.localeCompare(a.content.day) || a.id.localeCompare(b.id))
  const rows: Cell[][] = []
  const events: AuditEventContent[] = []
  for (const [at, { fileName, sha256, bytes }] of demoDocuments().entries()) {
    const record = sent[at]
    const submission = record?.steps.find(({ action }) => action === 'submit')
    const recorder = record && recorderOf.get(record.pairing.agencySide.id)
    const role = recorder?.roles[0]
    if (!record || !submission || !recorder || !role) continue
    const id = demoId(`document ${fileName}`)
    const added = new Date(submission.at.getTime() - minute)
    rows.push([
      cityCode,
      id,
      record.id,
      fileName,
      mediaType,
      bytes,
      sha256,
      [],
      '',
      recorder.id,
      added,
    ])
    events.push({
      city: cityCode,
      at: added,
      chain: communityChain(record.pairing.communitySide.code),
      action: 'evidence.add',
      subjectKind: 'activity',
      subjectId: record.id,
      actorId: recorder.id,
      actorName: recorder.name,
      actorRole: role.role,
      organisationId: role.organisation.id,
      detail: { evidenceId: id, sha256, mediaType, bytes },
    })
  }
  return { rows, events }
}
