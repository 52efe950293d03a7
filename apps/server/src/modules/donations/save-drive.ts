import { checkDrive } from '@gongjian/domain/donation-drive'
import type { TypedDrive } from '@gongjian/domain/donation-drive'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import sql from 'sql-template-tag'
import { auditCall } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { daysInUse, loadDrive } from './drive-row.ts'
import type { DriveRow } from './drive-row.ts'

export type DriveInput = TypedDrive & {
  id: string
  /** The version that was read; null for a new one. */
  version?: number | null | undefined
}

/** Why the viewer may not change the drive, or null: who called it, and the city committee, may. */
export function driveRefusal(
  { viewer }: RequestContext,
  { organiser }: Pick<DriveRow, 'organiser'>,
): 'ROLE_MAY_NOT' | 'OUT_OF_SCOPE' | null {
  const assignment = viewer?.assignment
  if (!assignment || scopeOf('saveDonationDrive', assignment.role) === 'NONE') return 'ROLE_MAY_NOT'
  const isOwn = organiser.id === assignment.organisationId
  return isOwn || scopeOf('saveDonationDrive', assignment.role) === 'CITY' ? null : 'OUT_OF_SCOPE'
}

/** Calls a drive, or changes one. The same again is the same drive. Throws InvalidInput, NotFound, Refused. */
export async function saveDrive(context: RequestContext, input: DriveInput): Promise<DriveRow> {
  const { city, now, database } = context
  const { assignment, userId } = actingViewer(context)
  const { id } = input
  const existing = await loadDrive(context, id)
  if (existing === null && (input.version ?? null) !== null) throw new NotFound()
  if (existing !== null) {
    const refusal = driveRefusal(context, existing)
    if (refusal !== null) throw new Refused(refusal)
  }
  const result = checkDrive(input, existing === null ? null : await daysInUse(context, id))
  if (!result.ok) throw new InvalidInput(result.problems)
  const { drive } = result
  if (existing !== null && existing.version !== input.version) {
    // The answer to the first sending was lost.
    const isDone =
      existing.version === (input.version ?? 0) + 1 &&
      existing.name === drive.name &&
      existing.purpose === drive.purpose &&
      existing.opensOn === drive.opensOn &&
      existing.closesOn === drive.closesOn
    if (isDone) return existing
    throw new Refused('CHANGED_MEANWHILE')
  }
  const zoneId = scopeOf('saveDonationDrive', assignment.role) === 'ZONE' ? assignment.zoneId : null
  const entry = auditCall(context, {
    action: 'donationDrive.save',
    subjectKind: 'donationDrive',
    subjectId: id,
    detail: { version: (existing?.version ?? 0) + 1, content: { ...drive } },
  })
  const saved =
    existing === null
      ? sql`INSERT INTO donation_drive (city_code, id, name, purpose, opens_on, closes_on, organiser_id, zone_id, version, created_by_id, created_at, updated_at)
            VALUES (${city.code}, ${id}::uuid, ${drive.name}, ${drive.purpose}, ${drive.opensOn}::date, ${drive.closesOn}::date, ${assignment.organisationId}::uuid, ${zoneId}::uuid, 1, ${userId}::uuid, ${now}, ${now}) ON CONFLICT DO NOTHING RETURNING id`
      : sql`UPDATE donation_drive SET name = ${drive.name}, purpose = ${drive.purpose}, opens_on = ${drive.opensOn}::date, closes_on = ${drive.closesOn}::date, version = version + 1, updated_at = ${now}
            WHERE city_code = ${city.code} AND id = ${id}::uuid AND version = ${existing.version} RETURNING id`
  const rows = await rowsOf(
    database.pool,
    sql`WITH saved AS (${saved}) SELECT saved.id, ${entry} AS seq FROM saved`,
  )
  if (rows.length === 0) throw new Refused('CHANGED_MEANWHILE')
  context.loaders.clear()
  const row = await loadDrive(context, id)
  if (row === null) throw new NotFound()
  return row
}
