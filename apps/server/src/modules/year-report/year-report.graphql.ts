import { builder } from '../../platform/schema-builder.ts'
import { yearReport } from './year-report.ts'
import type { ReportPart, YearReport, YearReportSection } from './year-report.ts'

const Part = builder.objectRef<ReportPart>('YearReportPart').implement({
  description: 'Words of the report, or one of its numbers.',
  fields: (t) => ({
    text: t.exposeString('text', { description: 'What is written.' }),
    path: t.exposeString('path', {
      nullable: true,
      description: 'Of a number: the page that lists what it counts.',
    }),
  }),
})
const Section = builder.objectRef<YearReportSection>('YearReportSection').implement({
  description: 'A heading of the report with its paragraphs.',
  fields: (t) => ({
    heading: t.exposeString('heading', { description: 'The heading, numbered.' }),
    paragraphs: t.field({
      type: t.listRef(t.listRef(Part)),
      description: 'Each in its parts.',
      resolve: ({ paragraphs }) => paragraphs,
    }),
  }),
})
const Report = builder.objectRef<YearReport>('YearReport').implement({
  description: 'The figures section of the report of a year, in prose.',
  fields: (t) => ({
    year: t.exposeInt('year', { description: 'The programme year.' }),
    title: t.exposeString('title', { description: 'The title.' }),
    sections: t.field({
      type: [Section],
      description: 'Its sections.',
      resolve: ({ sections }) => sections,
    }),
  }),
})

builder.queryField('yearReport', (t) =>
  t.field({
    type: Report,
    nullable: true,
    description:
      'The report of a year from countersigned records; null where there is no such year.',
    authScopes: { operation: 'yearReport' },
    args: { year: t.arg.int({ required: true, description: 'The programme year.' }) },
    resolve: (_root, { year }, context) => yearReport(context, year),
  }),
)
