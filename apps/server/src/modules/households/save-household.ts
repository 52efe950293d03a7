import { communityChain } from '@gongjian/domain/audit-event'
import { checkHousehold } from '@gongjian/domain/household-content'
import type { HouseholdContent, HouseholdInput } from '@gongjian/domain/household-content'
import { PERSONAL_FIELDS } from '@gongjian/domain/vocabulary'
import sql from 'sql-template-tag'
import { auditCall } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { findHousehold, reread } from './household-row.ts'
import type { HouseholdRow } from './household-row.ts'
import { openPersonal, sealPersonal, withChanges } from './personal-fields.ts'
import type { Personal } from './personal-fields.ts'

export type SaveHouseholdInput = HouseholdInput & { id: string; version: number | null }

const nobody: Personal = { name: null, address: null, phone: null, identityNumber: null }

/**
 * Makes a case of the viewer's community, or changes one. The id is the client's: the same again is the same case.
 * Throws InvalidInput, Refused, NotFound.
 */
export function saveHousehold(
  context: RequestContext,
  input: SaveHouseholdInput,
): Promise<HouseholdRow> {
  return input.version === null ? create(context, input) : change(context, input, input.version)
}

function checked(context: RequestContext, input: HouseholdInput, isNew: boolean): HouseholdContent {
  const result = checkHousehold(input, { today: context.today, isNew })
  if (!result.ok) throw new InvalidInput(result.problems)
  return result.content
}

async function create(context: RequestContext, input: SaveHouseholdInput): Promise<HouseholdRow> {
  const content = checked(context, input, true)
  const { city, now, today } = context
  const { userId, assignment } = actingViewer(context)
  const sealed = sealPersonal(context, input.id, withChanges(nobody, content.personal))
  // Of two at the same moment one takes the number, the other the next.
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const next = await firstRowOf<{ sequence: number; exists: boolean }>(
      context.database.pool,
      sql`SELECT coalesce(max(sequence), 0) + 1 AS sequence, coalesce(bool_or(id = ${input.id}::uuid), false) AS exists
          FROM household WHERE city_code = ${city.code} AND keeper_id = ${assignment.organisationId}::uuid`,
    )
    if (next?.exists) return reread(context, input.id)
    const sequence = next?.sequence ?? 1
    const number = `${assignment.organisationCode}-${String(sequence).padStart(4, '0')}`
    const entry = auditCall(context, {
      chain: communityChain(assignment.organisationCode),
      action: 'household.create',
      subjectKind: 'household',
      subjectId: input.id,
      detail: { number },
    })
    const rows = await rowsOf(
      context.database.pool,
      sql`WITH made AS (
            INSERT INTO household (city_code, id, number, keeper_id, sequence, version, hardship_kind, situation, members_count, consent_by, consent_on, consent_purposes, consent_recorded_by_id,
              name_sealed, address_sealed, phone_sealed, identity_sealed, identity_index, phone_index, name_address_index, opened_on, created_by_id, created_at, updated_at)
            VALUES (${city.code}, ${input.id}::uuid, ${number}, ${assignment.organisationId}::uuid, ${sequence}::int, 1, ${content.hardshipKind}::hardship_kind, ${content.situation}, ${content.membersCount}::int,
              ${content.consentBy}::consent_giver, ${content.consentOn}::date, ${content.consentPurposes}::consent_purpose[], ${userId}::uuid,
              ${sealed.name}, ${sealed.address}, ${sealed.phone}, ${sealed.identityNumber}, ${sealed.identityIndex}, ${sealed.phoneIndex}, ${sealed.nameAddressIndex}, ${today}::date, ${userId}::uuid, ${now}, ${now})
            ON CONFLICT DO NOTHING RETURNING id
          ) SELECT id, ${entry} FROM made`,
    )
    if (rows.length === 1) return reread(context, input.id)
    const taken = await firstRowOf(
      context.database.pool,
      sql`SELECT FROM household WHERE city_code = ${city.code} AND id = ${input.id}::uuid AND keeper_id <> ${assignment.organisationId}::uuid`,
    )
    if (taken !== null) throw new NotFound()
  }
  throw new Refused('HOUSEHOLD_CHANGED')
}

async function change(
  context: RequestContext,
  input: SaveHouseholdInput,
  version: number,
): Promise<HouseholdRow> {
  const row = await findHousehold(context, input.id, 'saveHousehold', 'CHANGE')
  if (row.version !== version) throw new Refused('HOUSEHOLD_CHANGED')
  const before = openPersonal(context, row)
  // What is checked with the change is the family as it will be: its name may not stand in the words.
  const known = Object.fromEntries(
    PERSONAL_FIELDS.flatMap((field) =>
      input.personal[field] === undefined && field !== 'name' ? [[field, before[field] ?? '']] : [],
    ),
  )
  const name = input.personal.name === undefined ? before.name : input.personal.name
  const content = checked(
    context,
    { ...input, personal: { ...known, ...input.personal, name } },
    false,
  )
  const sealed = sealPersonal(context, row.id, withChanges(before, content.personal))
  const entry = auditCall(context, {
    chain: communityChain(row.keeper.code),
    action: 'household.change',
    subjectKind: 'household',
    subjectId: row.id,
    detail: { number: row.number, fields: changedFields(row, before, content) },
  })
  const rows = await rowsOf(
    context.database.pool,
    sql`WITH changed AS (
          UPDATE household SET version = version + 1, hardship_kind = ${content.hardshipKind}::hardship_kind, situation = ${content.situation}, members_count = ${content.membersCount}::int,
            consent_by = ${content.consentBy}::consent_giver, consent_on = ${content.consentOn}::date, consent_purposes = ${content.consentPurposes}::consent_purpose[],
            name_sealed = ${sealed.name}, address_sealed = ${sealed.address}, phone_sealed = ${sealed.phone}, identity_sealed = ${sealed.identityNumber},
            identity_index = ${sealed.identityIndex}, phone_index = ${sealed.phoneIndex}, name_address_index = ${sealed.nameAddressIndex}, updated_at = ${context.now}
          WHERE city_code = ${context.city.code} AND id = ${row.id}::uuid AND version = ${version}::int AND closed_on IS NULL RETURNING id
        ) SELECT id, ${entry} FROM changed`,
  )
  if (rows.length === 0) throw new Refused('HOUSEHOLD_CHANGED')
  return reread(context, row.id)
}

/** Which fields are others now, by name: never what they say. */
function changedFields(row: HouseholdRow, before: Personal, content: HouseholdContent): string[] {
  const after = withChanges(before, content.personal)
  return [
    ...PERSONAL_FIELDS.filter((field) => after[field] !== before[field]),
    ...(['hardshipKind', 'situation', 'membersCount', 'consentBy', 'consentOn'] as const).filter(
      (field) => row[field] !== content[field],
    ),
    ...(row.consentPurposes.join() === content.consentPurposes.join() ? [] : ['consentPurposes']),
  ]
}
