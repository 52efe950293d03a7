import { sideOfRole } from '@gongjian/domain/activity-actions'
import { comparable, namesOfColumns } from '@gongjian/domain/import-columns'
import type { ImportColumn } from '@gongjian/domain/import-columns'
import type {
  ImportChoices,
  ImportedDrive,
  ImportedHousehold,
  ImportedPairing,
} from '@gongjian/domain/import-row'
import {
  ACTIVITY_KINDS,
  DIRECTIONS,
  DONATION_KINDS,
  HELP_AREAS,
  LOCALES,
} from '@gongjian/domain/vocabulary'
import sql, { raw } from 'sql-template-tag'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { Refused } from '../../platform/failures.ts'
import { textIn } from '../../platform/messages.ts'
import { rowsOf } from '../../platform/statement.ts'
import { indicatorsOf } from '../catalogue/catalogue-rows.ts'
import { allDrives } from '../donations/drive-row.ts'
import type { DriveRow } from '../donations/drive-row.ts'
import { visibleHouseholds } from '../households/household-row.ts'
import type { HouseholdRow } from '../households/household-row.ts'
import { periodsOf } from '../periods/period-rows.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationBrief } from '../organisations/organisation-row.ts'

export type OwnPairing = ImportedPairing & {
  agencySide: OrganisationBrief
  communitySide: OrganisationBrief
}

/** The pairings under which the viewer's side may record, those that are no more included: old records come too. */
export async function ownPairings(context: RequestContext): Promise<OwnPairing[]> {
  const { assignment } = actingViewer(context)
  const side = sideOfRole(assignment.role)
  if (side === null) throw new Refused('ROLE_MAY_NOT')
  return rowsOf<OwnPairing>(
    context.database.pool,
    sql`SELECT p.id, p.valid_from AS "validFrom", p.valid_to AS "validTo", ${organisationJson('a')} AS "agencySide", ${organisationJson('c')} AS "communitySide",
          (SELECT z.zone_id FROM zone_membership z WHERE z.city_code = p.city_code AND z.agency_id = coalesce(a.parent_id, a.id) AND z.valid_from <= ${context.today}::date AND (z.valid_to IS NULL OR z.valid_to >= ${context.today}::date) LIMIT 1) AS "zoneId"
        FROM pairing p JOIN organisation a ON a.city_code = p.city_code AND a.id = p.agency_side_id JOIN organisation c ON c.city_code = p.city_code AND c.id = p.community_side_id
        WHERE p.city_code = ${context.city.code} AND p.level = 'BRANCH_COMMUNITY' AND ${raw(side === 'AGENCY_SIDE' ? 'a' : 'c')}.path LIKE ${`${assignment.path}%`}
        ORDER BY a.path, c.path, p.valid_from`,
  )
}

export type OwnHousehold = ImportedHousehold & Pick<HouseholdRow, 'number' | 'sealed'>

/** The open cases in sight of the viewer, each with the branches that look after the family. */
export function ownHouseholds(context: RequestContext): Promise<OwnHousehold[]> {
  return rowsOf<OwnHousehold>(
    context.database.pool,
    sql`SELECT h.id, h.number, k.path AS "keeperPath", 'DONATIONS' = ANY(h.consent_purposes) AS "takesDonations",
          json_build_object('name', h.name_sealed, 'address', h.address_sealed, 'phone', h.phone_sealed, 'identityNumber', h.identity_sealed) AS sealed,
          coalesce((SELECT json_agg(json_build_object('path', b.path, 'validFrom', w.valid_from, 'validTo', w.valid_to)) FROM household_pairing w
            JOIN organisation b ON b.city_code = w.city_code AND b.id = w.branch_id WHERE w.city_code = h.city_code AND w.household_id = h.id), '[]') AS branches
        FROM household h JOIN organisation k ON k.city_code = h.city_code AND k.id = h.keeper_id
        WHERE h.city_code = ${context.city.code} AND h.closed_on IS NULL AND ${visibleHouseholds(context)}
        ORDER BY h.number`,
  )
}

export const pairingLabel = ({
  agencySide,
  communitySide,
}: Pick<OwnPairing, 'agencySide' | 'communitySide'>): string =>
  `${agencySide.name} — ${communitySide.name}`

/** The head of a column of the template; lines of outputs and donations are numbered. */
export function headOf(say: RequestContext['text'], column: ImportColumn): string {
  const line = /^([a-z]+)(\d)$/.exec(column)
  return line === null
    ? say(`import.column_${column}`)
    : say(`import.column_${line[1] ?? ''}`, { line: line[2] ?? '' })
}

export const importedDrive = ({ id, opensOn, closesOn, organiser, zoneId }: DriveRow) => ({
  id,
  opensOn,
  closesOn,
  organiserPath: organiser.path,
  zoneId,
})

/** All that a cell of the sheet may name: by head in any language, and by choice in any language or code. */
export async function importChoices(context: RequestContext): Promise<{
  heads: Record<ImportColumn, readonly string[]>
  choices: ImportChoices
  drives: readonly ImportedDrive[]
  households: readonly OwnHousehold[]
}> {
  const [pairings, indicators, periods, drives, households] = await Promise.all([
    ownPairings(context),
    indicatorsOf(context),
    periodsOf(context),
    allDrives(context),
    ownHouseholds(context),
  ])
  const languages = LOCALES.map((locale) => textIn(locale))
  const named = <Word extends string>(words: readonly Word[], group: string) =>
    new Map(
      words.flatMap((word) =>
        [word, ...languages.map((say) => say(`words.${group}_${word}`))].map(
          (name) => [comparable(name), word] as const,
        ),
      ),
    )
  const byName = new Map<string, ImportedPairing[]>()
  for (const pairing of pairings) {
    const { agencySide, communitySide } = pairing
    const names = [
      pairingLabel(pairing),
      `${communitySide.name} — ${agencySide.name}`,
      `${agencySide.code} — ${communitySide.code}`,
      agencySide.name,
      communitySide.name,
      agencySide.code,
      communitySide.code,
    ]
    for (const name of new Set(names.map(comparable)))
      byName.set(name, [...(byName.get(name) ?? []), pairing])
  }
  const drivesByName = new Map<string, ImportedDrive[]>()
  for (const drive of drives) {
    const name = comparable(drive.name)
    drivesByName.set(name, [...(drivesByName.get(name) ?? []), importedDrive(drive)])
  }
  const today = periods.find(
    ({ startsOn, endsOn }) => startsOn <= context.today && context.today <= endsOn,
  )
  const side = sideOfRole(actingViewer(context).assignment.role)
  return {
    drives: drives.map(importedDrive),
    households,
    heads: namesOfColumns((column) => languages.map((say) => headOf(say, column))),
    choices: {
      pairings: byName,
      kinds: named(ACTIVITY_KINDS, 'kind'),
      areas: named(HELP_AREAS, 'area'),
      directions: named(DIRECTIONS, 'direction'),
      indicators: new Map(
        indicators.flatMap(({ code, kind, area, name, unit }) =>
          [
            code,
            ...LOCALES.flatMap((locale) => [name[locale], `${name[locale]}(${unit[locale]})`]),
          ].map((written) => [
            comparable(written),
            { code, kind, area, units: LOCALES.map((locale) => unit[locale]) },
          ]),
        ),
      ),
      donations: named(DONATION_KINDS, 'donation'),
      drives: drivesByName,
      households: new Map(
        households.map((household) => [comparable(household.number), household] as const),
      ),
      direction: side === 'COMMUNITY_SIDE' ? 'COMMUNITY_TO_AGENCY' : 'AGENCY_TO_COMMUNITY',
      period: today ?? null,
    },
  }
}
