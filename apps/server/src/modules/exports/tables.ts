import { joinedClauses } from '@gongjian/domain/joined'
import { gamingTable } from './gaming-table.ts'
import {
  PAIRING_LEVELS,
  ACTIVITY_KINDS,
  ACTIVITY_STATUSES,
  DIRECTIONS,
  HELP_AREAS,
  OPEN_QUESTIONS,
  ORGANISATION_KINDS,
  ROLES,
  SUGGESTION_KINDS,
} from '@gongjian/domain/vocabulary'
import { z } from 'zod'
import type { RequestContext } from '../../platform/context.ts'
import { loadOutputs } from '../activities/activity-parts.ts'
import type { ActivityRow } from '../activities/activity-row.ts'
import { ACTIVITY_ORDERS, listActivities, pageOfActivities } from '../activities/list-activities.ts'
import { BREAKDOWNS, breakdownOf, TABLE_ORDERS } from '../analysis/breakdown.ts'
import type { BreakdownRow } from '../analysis/breakdown.ts'
import { questionOf } from '../analysis/measures.ts'
import { totalsByIndicator, totalsByMonth, waitingByOrganisation } from '../analysis/summary.ts'
import type { IndicatorTotalRow, MonthRow, WaitingRow } from '../analysis/summary.ts'
import { listAuditEvents } from '../audit/audit.graphql.ts'
import type { AuditEventRow } from '../audit/audit.graphql.ts'
import { indicatorsOf } from '../catalogue/catalogue-rows.ts'
import { periodsOf, presentYear } from '../periods/period-rows.ts'
import { inboxConditions } from '../countersigning/countersigning.graphql.ts'
import { listOrganisations } from '../organisations/list-organisations.ts'
import type { OrganisationRow } from '../organisations/organisation-row.ts'
import { labourTables } from './labour-tables.ts'
import { listPairings } from '../pairings/pairing-row.ts'
import type { PairingRecords, PairingRow } from '../pairings/pairing-row.ts'
import { listSuggestions } from '../suggestions/suggestions.graphql.ts'
import type { SuggestionRow } from '../suggestions/suggestions.graphql.ts'
import { archiveTable } from './archive-table.ts'
import { assessmentTables } from './assessment-tables.ts'
import { simulationTables } from './simulation-tables.ts'
import { apiTokenTable } from './api-token-table.ts'
import { appealTables } from './appeal-tables.ts'
import { catalogueTable } from './catalogue-table.ts'
import { coverageTables } from './coverage-tables.ts'
import { robotTables } from './robot-tables.ts'
import { diagnosisTables } from './diagnosis-tables.ts'
import { donationTables } from './donation-tables.ts'
import { exploreTable } from './explore-table.ts'
import { householdTables } from './household-tables.ts'
import { importTable } from './import-table.ts'
import { invitationTable } from './invitation-table.ts'
import { jointTables } from './joint-tables.ts'
import { longWaitingTable } from './long-waiting-table.ts'
import { planTable } from './plan-table.ts'
import { positionTable } from './position-table.ts'
import { savedViewTable } from './saved-view-table.ts'
import {
  text,
  number,
  day,
  moment,
  list,
  flag,
  id,
  calendarDay,
  calendarMonth,
  year,
  define,
  whole,
} from './define-table.ts'
import type { Column, ExportTable } from './define-table.ts'
import { listUserAccounts } from '../accounts/user-accounts.ts'
import type { UserAccountRow } from '../accounts/user-accounts.ts'

const days = z.coerce.number().int().min(0).max(100_000).optional()
const activityFilter = z.object({
  year,
  statuses: list(ACTIVITY_STATUSES),
  kinds: list(ACTIVITY_KINDS),
  areas: list(HELP_AREAS),
  directions: list(DIRECTIONS),
  organisationId: id,
  zoneId: id,
  pairingId: id,
  campaignId: id,
  indicatorCode: z.string().max(60).optional(),
  month: calendarMonth,
  dayFrom: calendarDay,
  dayTo: calendarDay,
  search: z.string().max(200).optional(),
  mine: flag,
  overdue: flag,
  partnerId: id,
  waitsWithId: id,
  waitedDaysFrom: days,
  waitedDaysTo: days,
  openQuestion: z.enum(OPEN_QUESTIONS).optional(),
  giftsOnly: flag,
  signedWithinSeconds: z.coerce.number().int().min(0).max(86_400).optional(),
  order: z.enum(ACTIVITY_ORDERS).optional(),
  withoutOpenQuestions: flag,
})

type OutputsOf = Map<string, { indicatorCode: string; claimed: string; accepted: string | null }[]>

async function activityColumns(context: RequestContext): Promise<Column<ActivityRow>[]> {
  const { text: say, locale } = context
  const [indicators, outputs] = [await indicatorsOf(context), outputsOf(context)]
  const head = (name: string) => say(`export.${name}`)
  const lines = (row: ActivityRow, which: 'claimed' | 'accepted') =>
    joinedClauses(
      locale,
      (outputs.get(row.id) ?? []).flatMap(({ indicatorCode, ...quantities }) => {
        const indicator = indicators.find(({ code }) => code === indicatorCode)
        const quantity = quantities[which]
        return indicator && quantity !== null
          ? [`${indicator.name[locale]} ${quantity} ${indicator.unit[locale]}`]
          : []
      }),
    )
  return [
    { head: head('day'), width: 14, isDay: true, cell: (row) => day(row.day) },
    { head: head('kind'), width: 12, cell: ({ kind }) => text(say(`words.kind_${kind}`)) },
    { head: head('area'), width: 16, cell: ({ area }) => text(area && say(`words.area_${area}`)) },
    { head: head('title'), width: 36, cell: ({ title }) => text(title) },
    { head: head('agencySide'), width: 30, cell: ({ agencySide }) => text(agencySide.name) },
    {
      head: head('communitySide'),
      width: 18,
      cell: ({ communitySide }) => text(communitySide.name),
    },
    {
      head: head('direction'),
      width: 14,
      cell: ({ direction }) => text(say(`words.direction_${direction}`)),
    },
    { head: head('status'), width: 12, cell: ({ status }) => text(say(`words.status_${status}`)) },
    { head: head('claimed'), width: 40, cell: (row) => text(lines(row, 'claimed')) },
    { head: head('accepted'), width: 40, cell: (row) => text(lines(row, 'accepted')) },
    { head: head('personTimes'), width: 10, cell: ({ personTimes }) => number(personTimes) },
    { head: head('hours'), width: 10, cell: ({ hours }) => number(hours) },
    { head: head('usefulness'), width: 10, cell: ({ usefulness }) => number(usefulness) },
    { head: head('submittedAt'), width: 18, cell: ({ submittedAt }) => moment(submittedAt) },
    {
      head: head('decidedAt'),
      width: 18,
      cell: ({ status, decidedAt }) => moment(status === 'COUNTERSIGNED' ? decidedAt : null),
    },
    { head: head('words'), width: 50, cell: ({ words }) => text(words) },
  ]
}

const kept = new WeakMap<RequestContext, OutputsOf>()
function outputsOf(context: RequestContext): OutputsOf {
  const known = kept.get(context) ?? new Map()
  kept.set(context, known)
  return known
}

async function prepareOutputs(context: RequestContext, row: ActivityRow): Promise<void> {
  const outputs = outputsOf(context)
  if (outputs.size > 500) outputs.clear()
  outputs.set(row.id, await loadOutputs(context, row))
}

const breakdownFilter = z.object({
  year,
  by: z.enum(BREAKDOWNS),
  order: z.enum(TABLE_ORDERS).optional(),
  search: z.string().max(200).optional(),
  organisationId: id,
  zoneId: id,
  month: calendarMonth,
  area: z.enum(HELP_AREAS).optional(),
  kind: z.enum(ACTIVITY_KINDS).optional(),
  direction: z.enum(DIRECTIONS).optional(),
})
const summaryFilter = breakdownFilter.omit({ by: true, order: true, search: true })

/** Every table of the pages, with the same rights, filters and order. */
export const exportTables = {
  archives: archiveTable,
  explore: exploreTable,
  ...assessmentTables,
  ...simulationTables,
  ...appealTables,
  ...robotTables,
  activities: define<ActivityRow>()({
    operation: 'activities',
    filter: activityFilter,
    columns: activityColumns,
    page: (context, filter, after) =>
      listActivities(context, { first: 100, after }, filter, filter.order ?? 'NEWEST_DAY'),
    prepare: prepareOutputs,
  }),
  inbox: define<ActivityRow>()({
    operation: 'countersigningInbox',
    filter: activityFilter,
    columns: activityColumns,
    page: async (context, filter, after) =>
      pageOfActivities(
        context,
        { first: 100, after },
        'OLDEST_SUBMISSION',
        await inboxConditions(context, filter),
      ),
    prepare: prepareOutputs,
  }),
  organisations: define<OrganisationRow>()({
    operation: 'organisations',
    filter: z.object({
      kinds: list(ORGANISATION_KINDS),
      search: z.string().max(200).optional(),
      underId: id,
      zoneId: id,
    }),
    columns: ({ text: say }) => [
      { head: say('export.code'), cell: ({ code }) => text(code) },
      { head: say('export.name'), width: 36, cell: ({ name }) => text(name) },
      {
        head: say('export.organisationKind'),
        cell: ({ kind }) => text(say(`words.organisation_${kind}`)),
      },
      { head: say('export.memberCount'), cell: ({ memberCount }) => number(memberCount) },
      { head: say('export.validFrom'), isDay: true, cell: ({ validFrom }) => day(validFrom) },
      { head: say('export.validTo'), isDay: true, cell: ({ validTo }) => day(validTo) },
    ],
    page: (context, filter, after) => listOrganisations(context, { first: 100, after }, filter),
  }),
  pairings: define<PairingRow & PairingRecords>()({
    operation: 'pairings',
    filter: z.object({
      level: z.enum(PAIRING_LEVELS).optional(),
      organisationId: id,
      zoneId: id,
      search: z.string().max(200).optional(),
      active: flag,
      nothingForDays: z.coerce.number().int().min(0).max(3650).optional(),
    }),
    columns: ({ text: say }) => [
      { head: say('export.level'), cell: ({ level }) => text(say(`words.level_${level}`)) },
      {
        head: say('export.agencySide'),
        width: 34,
        cell: ({ agencySide }) => text(agencySide.name),
      },
      {
        head: say('export.communitySide'),
        width: 22,
        cell: ({ communitySide }) => text(communitySide.name),
      },
      { head: say('export.validFrom'), isDay: true, cell: ({ validFrom }) => day(validFrom) },
      { head: say('export.validTo'), isDay: true, cell: ({ validTo }) => day(validTo) },
      {
        head: say('export.lastActivityDay'),
        isDay: true,
        cell: ({ lastActivityDay }) => day(lastActivityDay),
      },
      { head: say('export.countersigned'), cell: ({ countersigned }) => number(countersigned) },
      { head: say('export.submitted'), cell: ({ submitted }) => number(submitted) },
      { head: say('export.endReason'), width: 30, cell: ({ endReason }) => text(endReason) },
    ],
    page: (context, filter, after) => listPairings(context, { first: 100, after }, filter),
  }),
  breakdown: define<BreakdownRow>()({
    operation: 'citySummary',
    filter: breakdownFilter,
    columns: ({ text: say }) => [
      { head: say('export.code'), cell: ({ code }) => text(code) },
      { head: say('export.name'), width: 36, cell: ({ name }) => text(name) },
      { head: say('export.countersigned'), cell: ({ countersigned }) => number(countersigned) },
      { head: say('export.submitted'), cell: ({ submitted }) => number(submitted) },
      { head: say('words.kind_SIX_HELPS'), cell: ({ sixHelps }) => number(sixHelps) },
      ...HELP_AREAS.map((area) => ({
        head: say(`words.area_${area}`),
        cell: ({ areaCounts }: BreakdownRow) => number(areaCounts[area]?.countersigned ?? 0),
      })),
      { head: say('words.kind_LABOUR'), cell: ({ labour }) => number(labour) },
      { head: say('words.kind_VISIT'), cell: ({ visits }) => number(visits) },
      { head: say('export.personTimes'), cell: ({ personTimes }) => number(personTimes) },
      { head: say('export.hours'), cell: ({ hours }) => number(hours) },
      {
        head: say('export.averageUsefulness'),
        cell: ({ averageUsefulness }) => number(averageUsefulness?.toFixed(2)),
      },
      {
        head: say('export.averageSigningDays'),
        cell: ({ averageSigningDays }) => number(averageSigningDays?.toFixed(1)),
      },
    ],
    page: async (context, { year: asked, by, order, search, ...filter }, after) =>
      breakdownOf(
        context,
        await questionOf(context, asked ?? (await presentYear(context)), filter),
        { first: 100, after, by, order, search },
      ),
  }),
  months: define<MonthRow>()({
    operation: 'citySummary',
    filter: summaryFilter,
    columns: ({ text: say }) => [
      { head: say('export.month'), cell: ({ month }) => text(month) },
      { head: say('export.countersigned'), cell: ({ total }) => number(total.countersigned) },
      { head: say('export.submitted'), cell: ({ total }) => number(total.submitted) },
      { head: say('words.kind_SIX_HELPS'), cell: ({ sixHelps }) => number(sixHelps) },
      { head: say('words.kind_LABOUR'), cell: ({ labour }) => number(labour) },
      { head: say('words.kind_VISIT'), cell: ({ visits }) => number(visits) },
      { head: say('export.personTimes'), cell: ({ total }) => number(total.personTimes) },
      { head: say('export.hours'), cell: ({ total }) => number(total.hours) },
    ],
    page: async (context, { year: asked, ...filter }) => {
      const wanted = asked ?? (await presentYear(context))
      const period = (await periodsOf(context)).find((one) => one.year === wanted)
      return whole(
        period
          ? await totalsByMonth(context, await questionOf(context, wanted, filter), period)
          : [],
      )
    },
  }),
  indicators: define<IndicatorTotalRow>()({
    operation: 'citySummary',
    filter: summaryFilter,
    columns: ({ text: say, locale }) => [
      {
        head: say('export.area'),
        width: 18,
        cell: ({ indicator }) =>
          text(
            indicator.area
              ? say(`words.area_${indicator.area}`)
              : say(`words.kind_${indicator.kind}`),
          ),
      },
      {
        head: say('export.indicator'),
        width: 36,
        cell: ({ indicator }) => text(indicator.name[locale]),
      },
      {
        head: say('export.unit'),
        width: 10,
        cell: ({ indicator }) => text(indicator.unit[locale]),
      },
      { head: say('export.acceptedQuantity'), cell: ({ accepted }) => number(accepted) },
      { head: say('export.claimedQuantity'), cell: ({ claimed }) => number(claimed) },
      { head: say('export.countersigned'), cell: ({ acceptedRecords }) => number(acceptedRecords) },
      { head: say('export.submitted'), cell: ({ claimedRecords }) => number(claimedRecords) },
    ],
    page: async (context, { year: asked, ...filter }) =>
      whole(
        await totalsByIndicator(
          context,
          await questionOf(context, asked ?? (await presentYear(context)), filter),
        ),
      ),
  }),
  signing: define<WaitingRow>()({
    operation: 'citySummary',
    filter: summaryFilter,
    columns: ({ text: say }) => [
      { head: say('export.code'), cell: ({ organisation }) => text(organisation.code) },
      { head: say('export.name'), width: 24, cell: ({ organisation }) => text(organisation.name) },
      { head: say('export.submitted'), cell: ({ waiting }) => number(waiting) },
      { head: say('export.overdue'), cell: ({ overdue }) => number(overdue) },
      { head: say('export.oldestDays'), cell: ({ oldestDays }) => number(oldestDays) },
      {
        head: say('export.averageSigningDays'),
        cell: ({ averageSigningDays }) => number(averageSigningDays?.toFixed(1)),
      },
    ],
    page: async (context, { year: asked, ...filter }) =>
      whole(
        await waitingByOrganisation(
          context,
          await questionOf(context, asked ?? (await presentYear(context)), filter),
          100_000,
        ),
      ),
  }),
  'audit-events': define<AuditEventRow>()({
    operation: 'auditEvents',
    filter: z.object({
      action: z.string().optional(),
      actor: z.string().optional(),
      subjectId: z.string().optional(),
      chain: z.string().optional(),
      dayFrom: calendarDay,
      dayTo: calendarDay,
    }),
    columns: ({ text: say }) => [
      { head: say('export.occurredAt'), width: 20, cell: ({ occurredAt }) => moment(occurredAt) },
      { head: say('export.actor'), cell: ({ actorName }) => text(actorName) },
      {
        head: say('export.role'),
        width: 20,
        cell: ({ actorRole }) => text(actorRole && say(`words.role_${actorRole}`)),
      },
      {
        head: say('export.organisation'),
        width: 30,
        cell: ({ organisationName }) => text(organisationName),
      },
      {
        head: say('export.action'),
        width: 24,
        cell: ({ action }) => text(say(`action.${action.replace('.', '_')}`)),
      },
      { head: say('export.subject'), width: 38, cell: ({ subjectId }) => text(subjectId) },
      { head: say('export.chain'), width: 26, cell: ({ chain }) => text(chain) },
      { head: say('export.seq'), cell: ({ seq }) => number(seq) },
      { head: say('export.hash'), width: 66, cell: ({ hash }) => text(hash) },
    ],
    page: (context, filter, after) => listAuditEvents(context, { first: 100, after }, filter),
  }),
  suggestions: define<SuggestionRow>()({
    operation: 'suggestions',
    filter: z.object({
      answered: flag,
      kind: z.enum(SUGGESTION_KINDS).optional(),
      search: z.string().optional(),
    }),
    columns: ({ text: say }) => [
      { head: say('export.occurredAt'), width: 20, cell: ({ createdAt }) => moment(createdAt) },
      { head: say('export.kind'), cell: ({ kind }) => text(say(`words.suggestion_${kind}`)) },
      { head: say('export.words'), width: 60, cell: ({ words }) => text(words) },
      { head: say('export.contact'), cell: ({ contact }) => text(contact) },
      { head: say('export.page'), width: 30, cell: ({ page }) => text(page) },
      { head: say('export.actor'), cell: ({ byName }) => text(byName) },
      { head: say('export.answer'), width: 60, cell: ({ answer }) => text(answer) },
    ],
    page: (context, filter, after) => listSuggestions(context, { first: 100, after }, filter),
  }),
  'user-accounts': define<UserAccountRow>()({
    operation: 'userAccounts',
    filter: z.object({
      search: z.string().optional(),
      role: z.enum(ROLES).optional(),
      organisationId: id,
      disabled: flag,
    }),
    columns: ({ text: say }) => [
      { head: say('export.account'), cell: ({ account }) => text(account) },
      { head: say('export.name'), cell: ({ name }) => text(name) },
      { head: say('export.createdAt'), width: 20, cell: ({ createdAt }) => moment(createdAt) },
      { head: say('export.disabledAt'), width: 20, cell: ({ disabledAt }) => moment(disabledAt) },
    ],
    page: (context, filter, after) => listUserAccounts(context, { first: 100, after }, filter),
  }),
  catalogue: catalogueTable,
  'api-tokens': apiTokenTable,
  ...diagnosisTables,
  ...coverageTables,
  ...donationTables,
  ...householdTables,
  ...jointTables,
  'long-waiting': longWaitingTable,
  'campaign-invitations': invitationTable,
  imports: importTable,
  plans: planTable,
  'gaming-signs': gamingTable,
  positions: positionTable,
  'saved-views': savedViewTable,
  ...labourTables,
} satisfies Record<string, ExportTable>

export type ExportTableName = keyof typeof exportTables
export function isExportTable(name: string): name is ExportTableName {
  return Object.hasOwn(exportTables, name)
}
