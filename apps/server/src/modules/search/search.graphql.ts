import type { Mark, MarkedText } from '@gongjian/domain/search-query'
import { connectionOf } from '../../platform/connection.ts'
import { builder } from '../../platform/schema-builder.ts'
import { ActivityStatusEnum, SearchHitKindEnum } from '../../platform/vocabulary.graphql.ts'
import type { SearchHit as Hit } from './search-hit.ts'
import { searchPage } from './search-page.ts'

const MarkType = builder.objectRef<Mark>('Mark').implement({
  description: 'A part of a text that was looked for.',
  fields: (t) => ({
    start: t.exposeInt('start', { description: 'Where it begins, in code points.' }),
    length: t.exposeInt('length', { description: 'How long it is, in code points.' }),
  }),
})
const MarkedTextType = builder.objectRef<MarkedText>('MarkedText').implement({
  description: 'A text with what was found in it.',
  fields: (t) => ({
    text: t.exposeString('text', { description: 'The text as it is written.' }),
    marks: t.field({
      type: [MarkType],
      description: 'What was found in it, in order; none touches another.',
      resolve: ({ marks }) => [...marks],
    }),
  }),
})
const SearchHit = builder.objectRef<Hit>('SearchHit').implement({
  description: 'One thing that was found.',
  fields: (t) => ({
    kind: t.field({
      type: SearchHitKindEnum,
      description: 'What it is.',
      resolve: ({ kind }) => kind,
    }),
    id: t.exposeID('id'),
    title: t.field({
      type: MarkedTextType,
      description: 'Its name, title or number.',
      resolve: ({ title }) => title,
    }),
    excerpt: t.field({
      type: MarkedTextType,
      nullable: true,
      description: 'The part of its words, or the former name, that holds what was looked for.',
      resolve: ({ excerpt }) => excerpt,
    }),
    where: t.exposeString('where', {
      description: 'Whose it is: both sides of a record, the organisation above, where they work.',
    }),
    code: t.exposeString('code', {
      nullable: true,
      description: 'The code of an organisation, the name that an account signs in by.',
    }),
    day: t.field({
      type: 'Date',
      nullable: true,
      description: 'The day of a record, the day from which a case is kept.',
      resolve: ({ day }) => day,
    }),
    status: t.field({
      type: ActivityStatusEnum,
      nullable: true,
      description: 'Of a record: where it stands.',
      resolve: ({ status }) => status,
    }),
  }),
})
const Connection = connectionOf('SearchHit', SearchHit)

builder.queryField('search', (t) =>
  t.field({
    type: Connection,
    description:
      'Records, organisations, people and cases in sight of the reader: by words, pinyin initials of a title or name, code, number, id or day, all of what is named.',
    authScopes: { operation: 'search' },
    args: {
      text: t.arg.string({ required: true }),
      kinds: t.arg({ type: [SearchHitKindEnum] }),
      first: t.arg.int({ defaultValue: 20 }),
      after: t.arg.string(),
    },
    resolve: (_root, { text, kinds, ...page }, context) => searchPage(context, page, text, kinds),
  }),
)
