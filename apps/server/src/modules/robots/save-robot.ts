import { cleanLine } from '@gongjian/domain/clean-text'
import type { SendingTimes } from '@gongjian/domain/notification-choice'
import { robotAddressHint, robotAddressProblem } from '@gongjian/domain/robot-rules'
import type { RobotKind } from '@gongjian/domain/vocabulary'
import sql from 'sql-template-tag'
import { auditCall } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { keyringOf } from '../households/keyring.ts'
import { sealRobotField } from './robot-access.ts'
import { findRobot, reached } from './robot-row.ts'
import type { RobotRow } from './robot-row.ts'

export type RobotInput = SendingTimes & {
  id: string
  /** The version that was read; null for a new one. */
  version?: number | null | undefined
  organisationId: string
  kind: RobotKind
  name: string
  /** Null: as it is. */
  address?: string | null | undefined
  secret?: string | null | undefined
  enabled: boolean
}
const isHour = (hour: number | null) => hour === null || (hour >= 0 && hour <= 23)
const longestSecret = 200

/** Keeps a robot; its address and secret are sealed and never shown again. Throws InvalidInput, NotFound, Refused. */
export async function saveRobot(context: RequestContext, input: RobotInput): Promise<RobotRow> {
  const { city, now, config, database } = context
  const before = await findRobot(context, 'saveRobot', input.id)
  if (before === null && input.version) throw new NotFound()
  if (before !== null && before.version !== input.version) throw new Refused('CHANGED_MEANWHILE')

  const name = cleanLine(input.name, { maximum: 40, required: true })
  const address = (input.address ?? '').trim()
  const secret = input.secret?.trim() ?? null
  const organisation = await firstRowOf<{ id: string }>(
    database.pool,
    sql`SELECT o.id FROM organisation o WHERE o.city_code = ${city.code} AND o.id = ${input.organisationId}::uuid AND o.valid_to IS NULL AND ${reached(context, 'saveRobot')}`,
  )
  const needsAddress = before === null || before.kind !== input.kind
  const wrongAddress = robotAddressProblem(input.kind, address, config.robotHosts)
  const problems = [
    ...(organisation === null ? [{ path: 'organisationId', code: 'UNKNOWN_ORGANISATION' }] : []),
    ...(name.ok
      ? []
      : [{ path: 'name', code: name.code, values: { maximum: name.maximum } as const }]),
    ...(address === '' && needsAddress ? [{ path: 'address', code: 'REQUIRED' }] : []),
    ...(address !== '' && wrongAddress !== null ? [{ path: 'address', code: wrongAddress }] : []),
    ...(secret !== null && secret.length > longestSecret
      ? [{ path: 'secret', code: 'TOO_LONG', values: { maximum: longestSecret } as const }]
      : []),
    ...(['dailyHour', 'quietFrom', 'quietTo'] as const).flatMap((path) =>
      isHour(input[path]) ? [] : [{ path, code: 'HOUR_RANGE' }],
    ),
    ...((input.quietFrom === null) === (input.quietTo === null)
      ? []
      : [{ path: input.quietFrom === null ? 'quietFrom' : 'quietTo', code: 'REQUIRED' }]),
  ]
  if (problems.length > 0 || !name.ok) throw new InvalidInput(problems)

  const keyring = keyringOf(context)
  const sealedAddress =
    address === '' ? null : sealRobotField(keyring, city.code, input.id, 'robot.address', address)
  const clears = secret === '' || input.kind === 'WECOM' || (needsAddress && secret === null)
  const sealedSecret =
    clears || secret === null
      ? null
      : sealRobotField(keyring, city.code, input.id, 'robot.secret', secret)
  const hint = address === '' ? null : robotAddressHint(address)
  const { userId } = actingViewer(context)
  await inTransaction(database.pool, async (client) => {
    const saved = await rowsOf(
      client,
      before === null
        ? sql`INSERT INTO robot (city_code, id, organisation_id, kind, name, sealed_address, sealed_secret, address_hint, enabled, told_since, digest, daily_hour, quiet_from, quiet_to, version, saved_by_id, saved_at)
              VALUES (${city.code}, ${input.id}::uuid, ${input.organisationId}::uuid, ${input.kind}::robot_kind, ${name.value}, ${sealedAddress}, ${sealedSecret}, ${hint}, ${input.enabled}, ${now}, ${input.digest}::digest, ${input.dailyHour}, ${input.quietFrom}, ${input.quietTo}, 1, ${userId}::uuid, ${now})
              ON CONFLICT DO NOTHING RETURNING id`
        : sql`UPDATE robot SET organisation_id = ${input.organisationId}::uuid, kind = ${input.kind}::robot_kind, name = ${name.value}, sealed_address = coalesce(${sealedAddress}, sealed_address), address_hint = coalesce(${hint}, address_hint),
                sealed_secret = CASE WHEN ${clears} THEN NULL ELSE coalesce(${sealedSecret}, sealed_secret) END,
                told_since = CASE WHEN ${input.enabled} AND NOT enabled OR organisation_id <> ${input.organisationId}::uuid THEN ${now}::timestamptz ELSE told_since END,
                failures = CASE WHEN ${input.enabled} AND NOT enabled THEN 0 ELSE failures END, stopped_at = CASE WHEN ${input.enabled} THEN NULL ELSE stopped_at END, stopped_by = CASE WHEN ${input.enabled} THEN NULL ELSE stopped_by END,
                enabled = ${input.enabled}, digest = ${input.digest}::digest, daily_hour = ${input.dailyHour}, quiet_from = ${input.quietFrom}, quiet_to = ${input.quietTo}, version = version + 1, saved_by_id = ${userId}::uuid, saved_at = ${now}
              WHERE city_code = ${city.code} AND id = ${input.id}::uuid AND version = ${before.version} RETURNING id`,
    )
    if (saved.length === 0) throw new Refused('CHANGED_MEANWHILE')
    const entry = auditCall(context, {
      action: 'robot.save',
      subjectKind: 'robot',
      subjectId: input.id,
      detail: {
        organisationId: input.organisationId,
        kind: input.kind,
        name: name.value,
        enabled: input.enabled,
        newAddress: address !== '',
      },
    })
    await rowsOf(client, sql`SELECT ${entry}`)
  })
  const row = await findRobot(context, 'saveRobot', input.id)
  if (row === null) throw new NotFound()
  return row
}

/** Forgets a robot with what was sent to it. Throws NotFound, Refused. */
export async function removeRobot(
  context: RequestContext,
  { id, version }: { id: string; version: number },
): Promise<{ id: string }> {
  const robot = await findRobot(context, 'removeRobot', id)
  if (robot === null) throw new NotFound()
  await inTransaction(context.database.pool, async (client) => {
    const removed = await rowsOf(
      client,
      sql`DELETE FROM robot WHERE city_code = ${context.city.code} AND id = ${id}::uuid AND version = ${version} RETURNING id`,
    )
    if (removed.length === 0) throw new Refused('CHANGED_MEANWHILE')
    const entry = auditCall(context, {
      action: 'robot.remove',
      subjectKind: 'robot',
      subjectId: id,
      detail: { organisationId: robot.organisation.id, kind: robot.kind, name: robot.name },
    })
    await rowsOf(client, sql`SELECT ${entry}`)
  })
  return { id }
}
