import { seal } from '@gongjian/database/household-sealing'
import type { HouseholdKeyring } from '@gongjian/database/household-sealing'
import type { RobotKind } from '@gongjian/domain/vocabulary'
import type pg from 'pg'
import sql from 'sql-template-tag'
import type { Config } from '../../platform/config.ts'
import { firstRowOf } from '../../platform/statement.ts'
import { keyringOf, opened } from '../households/keyring.ts'
import type { RobotAccess } from './robot-message.ts'

type SealedField = 'robot.address' | 'robot.secret'

/** Whoever has address and secret may post to the group: both are sealed as who a household is. */
export const sealRobotField = (
  keyring: HouseholdKeyring,
  city: string,
  robotId: string,
  field: SealedField,
  plain: string,
): string => seal(keyring, { city, caseId: robotId, field }, plain)

export const openRobotField = (
  keyring: HouseholdKeyring,
  city: string,
  robotId: string,
  field: SealedField,
  sealed: string,
): string => opened(keyring, { city, caseId: robotId, field }, sealed)

/** How a robot is reached, opened; null where there is none any more. Throws Refused where the key is not there. */
export async function robotAccess(
  pool: pg.Pool,
  config: Config,
  city: string,
  id: string,
): Promise<(RobotAccess & { enabled: boolean }) | null> {
  const row = await firstRowOf<{
    kind: RobotKind
    address: string
    secret: string | null
    enabled: boolean
  }>(
    pool,
    sql`SELECT kind, sealed_address AS address, sealed_secret AS secret, enabled FROM robot WHERE city_code = ${city} AND id = ${id}::uuid`,
  )
  if (row === null) return null
  const keyring = keyringOf({ config })
  return {
    kind: row.kind,
    enabled: row.enabled,
    address: openRobotField(keyring, city, id, 'robot.address', row.address),
    secret:
      row.secret === null ? null : openRobotField(keyring, city, id, 'robot.secret', row.secret),
  }
}
