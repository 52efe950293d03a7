import { randomBytes } from 'node:crypto'
import { cleanLine } from '@gongjian/domain/clean-text'
import { compareDecimals } from '@gongjian/domain/decimal-text'
import { sumHours, totalOf } from '@gongjian/domain/labour-hours'
import { certificateCode, maskedName, parseCertificateCode } from '@gongjian/domain/volunteer-name'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { appendAudit } from '../../platform/audit.ts'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import { actingViewer, loaderOf } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { countTry, limitsOf } from '../../platform/limits.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { agencySideInSight, keepsTheListOf, listKeptBy } from './own-organisations.ts'
import { volunteerJson, volunteerTables } from './volunteer-row.ts'
import type { VolunteerRow } from './volunteer-row.ts'
import { findVolunteer } from './volunteer-row.ts'

export type ServiceLine = {
  day: string
  title: string
  community: string
  recorded: string
  added: string
}
export type CertificateRow = {
  id: string
  year: number
  serial: number
  code: string
  volunteerName: string
  organisationName: string
  dayFrom: string
  dayTo: string
  recordedHours: string
  addedHours: string
  services: ServiceLine[]
  issuerName: string
  issuedAt: Date
  revokedAt: Date | null
  revokeReason: string | null
}

const columns = sql`k.id, k.year, k.serial, k.code, k.volunteer_name AS "volunteerName", k.organisation_name AS "organisationName", k.day_from AS "dayFrom", k.day_to AS "dayTo",
  trim_scale(k.recorded_hours) AS "recordedHours", trim_scale(k.added_hours) AS "addedHours", k.services, k.issuer_name AS "issuerName", k.issued_at AS "issuedAt",
  k.revoked_at AS "revokedAt", k.revoke_reason AS "revokeReason"`

/** The number under which a certificate is filed: 志证〔2008〕0007号. */
export function numberOf({ text }: RequestContext, { year, serial }: CertificateRow): string {
  return text('words.certificate_number', {
    year: String(year),
    serial: String(serial).padStart(4, '0'),
  })
}

export function loadCertificates(
  context: RequestContext,
  volunteerId: string,
): Promise<CertificateRow[]> {
  return loaderOf<string, CertificateRow[]>(context, 'certificates', async (ids) => {
    const rows = await rowsOf<CertificateRow & { volunteerId: string }>(
      context.database.pool,
      sql`SELECT k.volunteer_id AS "volunteerId", ${columns} FROM volunteer_certificate k
          WHERE k.city_code = ${context.city.code} AND k.volunteer_id = ANY(${[...ids]}::uuid[]) ORDER BY k.issued_at DESC, k.serial DESC`,
    )
    return new Map(ids.map((id) => [id, rows.filter((row) => row.volunteerId === id)]))
  })
    .load(volunteerId)
    .then((certificates) => certificates ?? [])
}

export type ListedCertificate = CertificateRow & { volunteer: VolunteerRow }

/** Those issued last first, of one volunteer or of all: for who keeps the list; nobody else sees any. */
export async function listCertificates(
  context: RequestContext,
  page: PageArguments,
  { volunteerId }: { volunteerId?: string | undefined },
): Promise<Page<ListedCertificate>> {
  const size = pageSize(page)
  const after = decodeCursor(page.after, cursor)
  const conditions: Sql[] = [
    sql`k.city_code = ${context.city.code}`,
    listKeptBy(context, sql`o.path`),
  ]
  if (volunteerId) conditions.push(sql`k.volunteer_id = ${volunteerId}::uuid`)
  if (after) conditions.push(sql`(k.year, k.serial) < (${after[0]}::int, ${after[1]}::int)`)
  const rows = await rowsOf<ListedCertificate>(
    context.database.pool,
    sql`SELECT ${columns}, ${volunteerJson} AS volunteer
        FROM ${volunteerTables} JOIN volunteer_certificate k ON k.city_code = v.city_code AND k.volunteer_id = v.id
        WHERE ${join(conditions, ' AND ')} ORDER BY k.year DESC, k.serial DESC LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    ({ year, serial }) => [year, serial],
    (row) => row,
  )
}
const cursor = z.tuple([z.number(), z.number()])

/** A certificate in sight of the viewer, with the organisation whose volunteer it is for. */
export function findCertificate(
  context: RequestContext,
  id: string,
): Promise<(CertificateRow & { organisationPath: string }) | null> {
  return firstRowOf<CertificateRow & { organisationPath: string }>(
    context.database.pool,
    sql`SELECT ${columns}, o.path AS "organisationPath" FROM volunteer_certificate k
        JOIN volunteer v ON v.city_code = k.city_code AND v.id = k.volunteer_id JOIN organisation o ON o.city_code = v.city_code AND o.id = v.organisation_id
        WHERE k.city_code = ${context.city.code} AND k.id = ${id}::uuid AND ${agencySideInSight(context, 'readCertificate', sql`o.path`)}`,
  )
}

/** Certifies the hours of a volunteer within a time: frozen as they are now, with a number and a code. */
export async function issueCertificate(
  context: RequestContext,
  input: { id: string; volunteerId: string; dayFrom: string; dayTo: string },
): Promise<CertificateRow> {
  const repeated = await findCertificate(context, input.id)
  if (repeated !== null) return repeated
  const volunteer = await findVolunteer(context, input.volunteerId)
  if (volunteer === null || !keepsTheListOf(context, volunteer.organisation.path))
    throw new NotFound()
  // A certificate names the person.
  if (!volunteer.consentsToNamed) throw new Refused('NO_CONSENT_TO_BE_NAMED')
  if (input.dayTo < input.dayFrom)
    throw new InvalidInput([{ path: 'dayTo', code: 'DAY_BEFORE_THE_FIRST' }])
  const { assignment, userId } = actingViewer(context)
  const city = context.city.code
  await inTransaction(context.database.pool, async (client) => {
    const services = await rowsOf<ServiceLine>(
      client,
      sql`SELECT s.day, s.title, c.name AS community, trim_scale(a.recorded_hours) AS recorded, trim_scale(a.added_hours) AS added
          FROM labour_attendance a JOIN labour_session s ON s.city_code = a.city_code AND s.id = a.session_id JOIN organisation c ON c.city_code = s.city_code AND c.id = s.community_id
          WHERE a.city_code = ${city} AND a.volunteer_id = ${volunteer.id}::uuid AND s.day BETWEEN ${input.dayFrom}::date AND ${input.dayTo}::date AND a.recorded_hours + a.added_hours > 0
          ORDER BY s.day, s.id`,
    )
    const sums = sumHours(services)
    if (compareDecimals(totalOf(sums), '0') === 0)
      throw new InvalidInput([{ path: 'dayFrom', code: 'NO_HOURS_THEN' }])
    const year = Number(context.today.slice(0, 4))
    await rowsOf(
      client,
      sql`SELECT pg_advisory_xact_lock(hashtext(${`certificate ${city} ${year}`}))`,
    )
    await rowsOf(
      client,
      sql`INSERT INTO volunteer_certificate (city_code, id, volunteer_id, year, serial, code, volunteer_name, organisation_name, day_from, day_to, recorded_hours, added_hours, services, issuer_name, issued_by_id, issued_at)
          SELECT ${city}, ${input.id}::uuid, ${volunteer.id}::uuid, ${year}, coalesce(max(serial), 0) + 1, ${certificateCode(randomBytes(12))}, ${volunteer.name}, ${volunteer.organisation.name},
            ${input.dayFrom}::date, ${input.dayTo}::date, ${sums.recorded}::numeric, ${sums.added}::numeric, ${JSON.stringify(services)}::jsonb, ${assignment.organisationName}, ${userId}::uuid, ${context.now}::timestamptz
          FROM volunteer_certificate WHERE city_code = ${city} AND year = ${year}`,
    )
    await appendAudit(client, context, {
      action: 'certificate.issue',
      subjectKind: 'certificate',
      subjectId: input.id,
      detail: { volunteerId: volunteer.id, dayFrom: input.dayFrom, dayTo: input.dayTo, ...sums },
    })
  })
  const row = await findCertificate(context, input.id)
  if (row === null) throw new NotFound()
  return row
}

/** Takes a certificate back: the public page then says so, with no reason. */
export async function revokeCertificate(
  context: RequestContext,
  input: { id: string; reason: string },
): Promise<CertificateRow> {
  const certificate = await findCertificate(context, input.id)
  if (certificate === null || !keepsTheListOf(context, certificate.organisationPath))
    throw new NotFound()
  if (certificate.revokedAt !== null) throw new Refused('CERTIFICATE_REVOKED')
  const reason = cleanLine(input.reason, { maximum: 200, required: true })
  if (!reason.ok)
    throw new InvalidInput([{ path: 'reason', code: reason.code, values: { maximum: 200 } }])
  await inTransaction(context.database.pool, async (client) => {
    const revoked = await rowsOf(
      client,
      sql`UPDATE volunteer_certificate SET revoked_at = ${context.now}, revoke_reason = ${reason.value} WHERE city_code = ${context.city.code} AND id = ${input.id}::uuid AND revoked_at IS NULL RETURNING id`,
    )
    if (revoked.length === 0) throw new Refused('CERTIFICATE_REVOKED')
    await appendAudit(client, context, {
      action: 'certificate.revoke',
      subjectKind: 'certificate',
      subjectId: input.id,
      detail: { reason: reason.value },
    })
  })
  return { ...certificate, revokedAt: context.now, revokeReason: reason.value }
}

export type VerifiedRow = CertificateRow & { maskedName: string }

/** What anybody learns who has the code: what the certificate says, the name masked. Guessing is slowed down. */
export async function verifyCertificate(
  context: RequestContext,
  typed: string,
): Promise<VerifiedRow | null> {
  await countTry(limitsOf(context.database).certificateByAddress, context.client.ip)
  const code = parseCertificateCode(typed)
  if (code === null) return null
  const row = await firstRowOf<CertificateRow>(
    context.database.pool,
    sql`SELECT ${columns} FROM volunteer_certificate k WHERE k.city_code = ${context.city.code} AND k.code = ${code}`,
  )
  return row === null ? null : { ...row, maskedName: maskedName(row.volunteerName) }
}
