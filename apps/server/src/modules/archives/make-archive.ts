import { randomBytes } from 'node:crypto'
import { certificateCode } from '@gongjian/domain/volunteer-name'
import type { ArchiveFormat } from '@gongjian/domain/vocabulary'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { periodsOf } from '../periods/period-rows.ts'
import { loadOrganisation } from '../organisations/organisation-row.ts'
import { MOST_RECORDS } from './archive-limits.ts'
import { settleBrokenArchives, startArchiveJob } from './archive-jobs.ts'
import { findArchive, reachesOrganisation } from './archive-row.ts'
import type { ArchiveRow } from './archive-row.ts'
import { idsOfArchive } from './archived-records.ts'

const sideOfKind = {
  AGENCY: 'AGENCY_SIDE',
  BRANCH: 'AGENCY_SIDE',
  STREET: 'COMMUNITY_SIDE',
  COMMUNITY: 'COMMUNITY_SIDE',
  DISTRICT: null,
  CITY_COMMITTEE: null,
} as const

export type MakeArchiveInput = {
  id: string
  organisationId: string
  programmeYear: number
  format: ArchiveFormat
}

/** Registers the archive of an organisation's year and begins to make it; sent twice, it is the same archive. */
export async function makeArchive(
  context: RequestContext,
  input: MakeArchiveInput,
): Promise<ArchiveRow> {
  const repeated = await findArchive(context, 'archive', input.id)
  if (repeated !== null) return repeated
  const organisation = await loadOrganisation(context, input.organisationId)
  if (organisation === null || !reachesOrganisation(context, 'makeArchive', organisation.path))
    throw new NotFound()
  const side = sideOfKind[organisation.kind]
  if (side === null) throw new InvalidInput([{ path: 'organisationId', code: 'KEEPS_NO_ARCHIVE' }])
  const periods = await periodsOf(context)
  if (!periods.some(({ year }) => year === input.programmeYear))
    throw new InvalidInput([{ path: 'programmeYear', code: 'UNKNOWN_PROGRAMME_YEAR' }])
  const scope = {
    organisationPath: organisation.path,
    side,
    programmeYear: input.programmeYear,
  }
  const ids = await idsOfArchive(context, scope, MOST_RECORDS)
  if (ids.length > MOST_RECORDS) throw new Refused('ARCHIVE_OF_TOO_MANY', { maximum: MOST_RECORDS })
  await settleBrokenArchives(context)
  const { userId, name } = actingViewer(context)
  const city = context.city.code
  const year = Number(context.today.slice(0, 4))
  await inTransaction(context.database.pool, async (client) => {
    await rowsOf(client, sql`SELECT pg_advisory_xact_lock(hashtext(${`archive ${city} ${year}`}))`)
    const underWay = await firstRowOf(
      client,
      sql`SELECT id FROM archive WHERE city_code = ${city} AND organisation_id = ${organisation.id}::uuid AND programme_year = ${input.programmeYear} AND format = ${input.format}::archive_format AND state = 'MAKING'`,
    )
    if (underWay !== null) throw new Refused('ARCHIVE_UNDER_WAY')
    await rowsOf(
      client,
      sql`INSERT INTO archive (city_code, id, organisation_id, organisation_name, organisation_path, side, programme_year, year, serial, code, format, state, total_records, made_by_id, made_by_name, requested_at)
          SELECT ${city}, ${input.id}::uuid, ${organisation.id}::uuid, ${organisation.name}, ${organisation.path}, ${side}::rollup_side, ${input.programmeYear}, ${year}, coalesce(max(serial), 0) + 1,
            ${certificateCode(randomBytes(12))}, ${input.format}::archive_format, 'MAKING', ${ids.length}, ${userId}::uuid, ${name}, ${context.now}::timestamptz
          FROM archive WHERE city_code = ${city} AND year = ${year}`,
    )
    await appendAudit(client, context, {
      action: 'archive.make',
      subjectKind: 'archive',
      subjectId: input.id,
      detail: {
        organisationId: organisation.id,
        programmeYear: input.programmeYear,
        format: input.format,
      },
    })
  })
  const row = await findArchive(context, 'archive', input.id)
  if (row === null) throw new NotFound()
  startArchiveJob(context, row.id, async (job) => {
    // Loaded with the first archive: nobody needs it to start.
    const { writeArchive } = await import('./write-archive.ts')
    await writeArchive(context, row, job)
  })
  return row
}

/** Stops an archive of one's own that is being made. */
export async function cancelArchive(
  context: RequestContext,
  { id }: { id: string },
): Promise<ArchiveRow> {
  const archive = await findArchive(context, 'cancelArchive', id)
  if (archive === null) throw new NotFound()
  if (archive.madeById !== actingViewer(context).userId) throw new Refused('ARCHIVE_OF_ANOTHER')
  await inTransaction(context.database.pool, async (client) => {
    const stopped = await firstRowOf(
      client,
      sql`UPDATE archive SET state = 'CANCELLED' WHERE city_code = ${context.city.code} AND id = ${id}::uuid AND state = 'MAKING' RETURNING id`,
    )
    if (stopped === null) throw new Refused('ARCHIVE_HAS_ENDED')
    await appendAudit(client, context, {
      action: 'archive.cancel',
      subjectKind: 'archive',
      subjectId: id,
    })
  })
  return { ...archive, state: 'CANCELLED' }
}
