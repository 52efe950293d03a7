import { BULLETIN_STATES } from '@gongjian/domain/bulletin-actions'
import { ASSESSED_KINDS } from '@gongjian/domain/assessment-measures'
import { RUN_STATES } from '@gongjian/domain/run-actions'
import { SCHEME_STATUSES } from '@gongjian/domain/scheme-actions'
import { z } from 'zod'
import { listRuns, RUN_ORDERS } from '../assessment/run-row.ts'
import type { RunRow } from '../assessment/run-row.ts'
import { listSchemes, schemeById, SCHEME_ORDERS } from '../assessment/scheme-row.ts'
import type { SchemeRow } from '../assessment/scheme-row.ts'
import { listBulletins } from '../bulletins/bulletin-row.ts'
import type { BulletinRow } from '../bulletins/bulletin-row.ts'
import { assessmentTable } from './assessment-table.ts'
import { day, define, flag, id, list, moment, number, text, year } from './define-table.ts'
import type { ExportTable } from './define-table.ts'

const search = z.string().max(200).optional()

/** By what the year is assessed, the runs of it, their scores, and what was published. */
export const assessmentTables = {
  'assessment-scores': assessmentTable,
  'assessment-runs': define<RunRow & { scheme?: SchemeRow | null }>()({
    operation: 'assessmentRuns',
    filter: z.object({
      programmeYear: year,
      schemeId: id,
      kind: z.enum(ASSESSED_KINDS).optional(),
      states: list(RUN_STATES),
      published: flag,
      search,
      order: z.enum(RUN_ORDERS).optional(),
    }),
    columns: ({ text: say }) => [
      { head: say('export.scheme'), width: 40, cell: ({ scheme }) => text(scheme?.title) },
      {
        head: say('export.organisationKind'),
        cell: ({ scheme }) => text(scheme ? say(`words.organisation_${scheme.kind}`) : null),
      },
      { head: say('export.programmeYear'), cell: (row) => number(row.programmeYear) },
      { head: say('export.state'), cell: ({ state }) => text(say(`words.run_${state}`)) },
      { head: say('export.organisations'), cell: (row) => number(row.totalOrganisations) },
      { head: say('export.openedBy'), cell: ({ startedByName }) => text(startedByName) },
      { head: say('export.openedAt'), width: 20, cell: ({ startedAt }) => moment(startedAt) },
      { head: say('export.closedAt'), width: 20, cell: ({ endedAt }) => moment(endedAt) },
      { head: say('export.hash'), width: 40, cell: ({ resultHash }) => text(resultHash) },
    ],
    prepare: async (context, row) => {
      row.scheme = await schemeById(context, row.schemeId)
    },
    page: (context, { order, ...filter }, after) =>
      listRuns(context, { first: 100, after, order }, filter),
  }),
  'assessment-schemes': define<SchemeRow>()({
    operation: 'assessmentSchemes',
    filter: z.object({
      programmeYear: year,
      kind: z.enum(ASSESSED_KINDS).optional(),
      statuses: list(SCHEME_STATUSES),
      search,
      order: z.enum(SCHEME_ORDERS).optional(),
    }),
    columns: ({ text: say }) => [
      { head: say('export.scheme'), width: 40, cell: ({ title }) => text(title) },
      {
        head: say('export.organisationKind'),
        cell: ({ kind }) => text(say(`words.organisation_${kind}`)),
      },
      { head: say('export.programmeYear'), cell: (row) => number(row.programmeYear) },
      { head: say('export.revision'), cell: ({ revision }) => number(revision) },
      { head: say('export.state'), cell: ({ status }) => text(say(`words.scheme_${status}`)) },
      { head: say('export.indicators'), cell: ({ content }) => number(content.indicators.length) },
      { head: say('export.changedBy'), cell: ({ changedByName }) => text(changedByName) },
      { head: say('export.changedAt'), width: 20, cell: ({ changedAt }) => moment(changedAt) },
    ],
    page: (context, { order, ...filter }, after) =>
      listSchemes(context, { first: 100, after, order }, filter),
  }),
  bulletins: define<BulletinRow>()({
    operation: 'bulletins',
    filter: z.object({ programmeYear: year, states: list(BULLETIN_STATES) }),
    columns: ({ text: say }) => [
      { head: say('export.title'), width: 50, cell: ({ content }) => text(content.title) },
      { head: say('export.documentNumber'), cell: (row) => text(row.content.documentNumber) },
      { head: say('export.programmeYear'), cell: (row) => number(row.programmeYear) },
      { head: say('export.issuer'), width: 30, cell: ({ content }) => text(content.issuer) },
      {
        head: say('export.issuedOn'),
        width: 14,
        isDay: true,
        cell: ({ content }) => day(content.issuedOn),
      },
      { head: say('export.state'), cell: ({ state }) => text(say(`words.bulletin_${state}`)) },
      { head: say('export.publishedBy'), cell: (row) => text(row.publishedByName) },
      { head: say('export.publishedAt'), width: 20, cell: (row) => moment(row.publishedAt) },
      { head: say('export.verifyCode'), width: 24, cell: ({ code }) => text(code) },
    ],
    page: (context, filter, after) => listBulletins(context, { first: 100, after }, filter),
  }),
} satisfies Record<string, ExportTable>
