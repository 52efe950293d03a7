import { checkScheme } from '@gongjian/domain/check-scheme'
import type { SchemeContent, SchemeIndicator, ScoringMethod } from '@gongjian/domain/scheme-content'
import type { z } from 'zod'
import { FieldError } from '../../platform/failures.graphql.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { connectionOf } from '../../platform/connection.ts'
import { builder } from '../../platform/schema-builder.ts'
import { InLanguages } from '../catalogue/catalogue.graphql.ts'
import { InLanguagesInput } from '../catalogue/catalogue-editing.graphql.ts'
import {
  AssessedKindEnum,
  BetterEnum,
  CapacityEnum,
  GradeEnum,
  IndicatorRoleEnum,
  MarkingLevelEnum,
  MethodKindEnum,
  SchemeMoveEnum,
  SchemeStatusEnum,
} from './assessment-vocabulary.graphql.ts'
import { giveMark } from './give-mark.ts'
import { moveScheme, saveScheme } from './save-scheme.ts'
import { storedScheme } from './scheme-json.ts'
import { problemsFor } from './readers-units.ts'
import { fileOf, importScheme } from './scheme-file.ts'
import { findScheme, formulaNames, listSchemes, SCHEME_ORDERS } from './scheme-row.ts'
import type { SchemeRow } from './scheme-row.ts'
import { tryScheme } from './try-scheme.ts'
import type { TriedPart, TriedScheme } from './try-scheme.ts'

type Band = { through: number; points: string }
const Band = builder.objectRef<Band>('RankBand').implement({
  description: 'Through a rank, so many points.',
  fields: (t) => ({ through: t.exposeInt('through'), points: t.exposeString('points') }),
})
type Level = Extract<ScoringMethod, { kind: 'MARKS' }>['levels'][number]
const LevelShare = builder.objectRef<Level>('LevelShare').implement({
  description: 'What share the mark of a level has.',
  fields: (t) => ({
    level: t.field({ type: MarkingLevelEnum, resolve: ({ level }) => level }),
    share: t.exposeString('share'),
  }),
})
const Method = builder.objectRef<ScoringMethod>('SchemeMethod').implement({
  description: 'How a quantity becomes points; what the kind does not have is null.',
  fields: (t) => ({
    kind: t.field({ type: MethodKindEnum, resolve: ({ kind }) => kind }),
    target: t.string({
      nullable: true,
      resolve: (method) => (method.kind === 'TARGET' ? method.target : null),
    }),
    bands: t.field({
      type: [Band],
      nullable: true,
      resolve: (method) => (method.kind === 'RANK_BANDS' ? [...method.bands] : null),
    }),
    rest: t.string({
      nullable: true,
      resolve: (method) => (method.kind === 'RANK_BANDS' ? method.rest : null),
    }),
    fromMean: t.boolean({
      nullable: true,
      resolve: (method) => (method.kind === 'STEPS' ? method.from === 'MEAN' : null),
    }),
    number: t.string({
      nullable: true,
      resolve: (method) => (method.kind === 'STEPS' ? method.number : null),
    }),
    step: t.string({
      nullable: true,
      resolve: (method) => (method.kind === 'STEPS' ? method.step : null),
    }),
    deduction: t.string({
      nullable: true,
      resolve: (method) => (method.kind === 'STEPS' ? method.deduction : null),
    }),
    levels: t.field({
      type: [LevelShare],
      nullable: true,
      resolve: (method) => (method.kind === 'MARKS' ? [...method.levels] : null),
    }),
  }),
})
export const SchemeIndicatorType = builder.objectRef<SchemeIndicator>('SchemeIndicator').implement({
  description: 'One thing that is assessed.',
  fields: (t) => ({
    code: t.exposeString('code'),
    name: t.field({
      type: InLanguages,
      resolve: ({ name }) => ({ 'zh-CN': name.zhCn, 'zh-TW': name.zhTw, en: name.en }),
    }),
    role: t.field({ type: IndicatorRoleEnum, resolve: ({ role }) => role }),
    weight: t.exposeString('weight'),
    floor: t.exposeString('floor'),
    formula: t.exposeString('formula'),
    per: t.field({ type: CapacityEnum, resolve: ({ per }) => per }),
    better: t.field({ type: BetterEnum, resolve: ({ better }) => better }),
    method: t.field({ type: Method, resolve: ({ method }) => method }),
    basis: t.exposeString('basis'),
  }),
})
type GradeFrom = SchemeContent['grades'][number]
const GradeFrom = builder.objectRef<GradeFrom>('GradeFrom').implement({
  description: 'To whom a grade is given: who has the points, and no more than a share.',
  fields: (t) => ({
    grade: t.field({ type: GradeEnum, resolve: ({ grade }) => grade }),
    from: t.exposeString('from'),
    share: t.exposeString('share'),
  }),
})
export const Scheme = builder.objectRef<SchemeRow>('AssessmentScheme').implement({
  description: '考评方案: by what one kind of organisation is assessed in one year.',
  fields: (t) => ({
    id: t.exposeID('id'),
    programmeYear: t.exposeInt('programmeYear'),
    kind: t.field({ type: AssessedKindEnum, resolve: ({ kind }) => kind }),
    revision: t.exposeInt('revision'),
    status: t.field({ type: SchemeStatusEnum, resolve: ({ status }) => status }),
    version: t.exposeInt('version'),
    title: t.exposeString('title'),
    indicators: t.field({
      type: [SchemeIndicatorType],
      resolve: ({ content }) => [...content.indicators],
    }),
    grades: t.field({ type: [GradeFrom], resolve: ({ content }) => [...content.grades] }),
    ties: t.stringList({ resolve: ({ content }) => [...content.ties] }),
    previews: t.boolean({ resolve: ({ content }) => content.previews }),
    plansWithinMonths: t.int({
      description: 'A plan is agreed in time within so many months of the year.',
      resolve: ({ content }) => content.plansWithinMonths,
    }),
    file: t.string({
      description: 'The scheme as a file that importAssessmentScheme takes.',
      resolve: fileOf,
    }),
    changedAt: t.field({ type: 'DateTime', resolve: ({ changedAt }) => changedAt }),
    changedByName: t.exposeString('changedByName'),
    inForceAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ inForceAt }) => inForceAt }),
    retiredAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ retiredAt }) => retiredAt }),
    problems: t.field({
      type: [FieldError],
      description: 'What is still wrong with a draft; it comes into force without any.',
      resolve: async ({ content, status }, _args, context) => {
        if (status !== 'DRAFT') return []
        const checked = checkScheme(content, await formulaNames(context))
        return checked.ok ? [] : problemsFor(context, checked.problems)
      },
    }),
  }),
})

const Connection = connectionOf('AssessmentScheme', Scheme)
const FilterInput = builder.inputType('AssessmentSchemeFilter', {
  fields: (t) => ({
    programmeYear: t.int(),
    kind: t.field({ type: AssessedKindEnum }),
    statuses: t.field({ type: [SchemeStatusEnum] }),
    search: t.string(),
  }),
})
const OrderEnum = builder.enumType('AssessmentSchemeOrder', {
  values: SCHEME_ORDERS,
  description: 'The newest year first, or what was changed last.',
})
builder.queryFields((t) => ({
  assessmentSchemes: t.field({
    type: Connection,
    authScopes: { operation: 'assessmentSchemes' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: FilterInput }),
      order: t.arg({ type: OrderEnum, defaultValue: 'YEAR' }),
    },
    resolve: (_root, { filter, ...page }, context) => listSchemes(context, page, filter ?? {}),
  }),
  assessmentScheme: t.field({
    type: Scheme,
    nullable: true,
    authScopes: { operation: 'assessmentScheme' },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => findScheme(context, id),
  }),
}))

const BandInput = builder.inputType('RankBandInput', {
  fields: (t) => ({ through: t.int({ required: true }), points: t.string({ required: true }) }),
})
const LevelInput = builder.inputType('LevelShareInput', {
  fields: (t) => ({
    level: t.field({ type: MarkingLevelEnum, required: true }),
    share: t.string({ required: true }),
  }),
})
const MethodInput = builder.inputType('SchemeMethodInput', {
  description: 'How a quantity becomes points; what the kind does not have is left out.',
  fields: (t) => ({
    kind: t.field({ type: MethodKindEnum, required: true }),
    target: t.string(),
    bands: t.field({ type: [BandInput] }),
    rest: t.string(),
    fromMean: t.boolean(),
    number: t.string(),
    step: t.string(),
    deduction: t.string(),
    levels: t.field({ type: [LevelInput] }),
  }),
})
const IndicatorInput = builder.inputType('SchemeIndicatorInput', {
  description: 'As typed.',
  fields: (t) => ({
    code: t.string({ required: true }),
    name: t.field({ type: InLanguagesInput, required: true }),
    role: t.field({ type: IndicatorRoleEnum, required: true }),
    weight: t.string({ required: true }),
    floor: t.string({ required: true }),
    formula: t.string({ required: true }),
    per: t.field({ type: CapacityEnum, required: true }),
    better: t.field({ type: BetterEnum, required: true }),
    method: t.field({ type: MethodInput, required: true }),
    basis: t.string({ required: true }),
  }),
})
const GradeFromInput = builder.inputType('GradeFromInput', {
  fields: (t) => ({
    grade: t.field({ type: GradeEnum, required: true }),
    from: t.string({ required: true }),
    share: t.string(),
  }),
})
const SaveInput = builder.inputType('SaveAssessmentSchemeInput', {
  description: 'As typed. version: the one that was read; null for a new scheme.',
  fields: (t) => ({
    id: t.id({ required: true }),
    version: t.int(),
    programmeYear: t.int({ required: true }),
    kind: t.field({ type: AssessedKindEnum, required: true }),
    title: t.string({ required: true }),
    indicators: t.field({ type: [IndicatorInput], required: true }),
    grades: t.field({ type: [GradeFromInput], required: true }),
    ties: t.stringList({ required: true }),
    previews: t.boolean({ required: true, defaultValue: false }),
    plansWithinMonths: t.int(),
  }),
})
const MoveInput = builder.inputType('MoveAssessmentSchemeInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    version: t.int({ required: true }),
    move: t.field({ type: SchemeMoveEnum, required: true }),
  }),
})
const MarkInput = builder.inputType('GiveAssessmentMarkInput', {
  fields: (t) => ({
    schemeId: t.id({ required: true }),
    organisationId: t.id({ required: true }),
    indicatorCode: t.string({ required: true }),
    points: t.string({ required: true }),
    reason: t.string({ required: true }),
  }),
})

/** A method as the API takes it, as the rules know it; what is missing is empty, and is found wrong there. */
function methodFrom(
  method: typeof MethodInput.$inferInput,
): z.input<typeof storedScheme>['indicators'][number]['method'] {
  const { kind } = method
  const text = (value: string | null | undefined) => value ?? ''
  switch (kind) {
    case 'POINTS':
    case 'PROPORTIONAL':
      return { kind }
    case 'TARGET':
      return { kind, target: text(method.target) }
    case 'RANK_BANDS':
      return { kind, bands: [...(method.bands ?? [])], rest: text(method.rest) }
    case 'STEPS':
      return {
        kind,
        from: method.fromMean === false ? 'NUMBER' : 'MEAN',
        number: text(method.number),
        step: text(method.step),
        deduction: text(method.deduction),
      }
    case 'MARKS':
      return { kind, levels: [...(method.levels ?? [])] }
  }
}

/** What was typed of a scheme, as it is kept. */
function contentFrom(
  typed: Pick<
    typeof SaveInput.$inferInput,
    'title' | 'kind' | 'indicators' | 'grades' | 'ties' | 'previews' | 'plansWithinMonths'
  >,
): SchemeContent {
  const { plansWithinMonths, ...rest } = typed
  return storedScheme.parse({
    ...rest,
    indicators: typed.indicators.map((indicator) => ({
      ...indicator,
      method: methodFrom(indicator.method),
    })),
    grades: typed.grades.map((rule) => ({ ...rule, share: rule.share ?? '' })),
    ...(plansWithinMonths === null || plansWithinMonths === undefined ? {} : { plansWithinMonths }),
  })
}

const TriedPartType = builder.objectRef<TriedPart>('TriedIndicator').implement({
  description: 'What an indicator of a scheme that is being written gives.',
  fields: (t) => ({
    code: t.exposeString('code'),
    value: t.field({ type: 'Decimal', nullable: true, resolve: ({ value }) => value }),
    compared: t.field({ type: 'Decimal', resolve: ({ compared }) => compared }),
    unit: t.exposeString('unit'),
    points: t.field({ type: 'Decimal', resolve: ({ points }) => points }),
    notes: t.stringList({ resolve: ({ notes }) => [...notes] }),
    best: t.field({ type: 'Decimal', nullable: true, resolve: ({ best }) => best }),
    mean: t.field({ type: 'Decimal', nullable: true, resolve: ({ mean }) => mean }),
  }),
})
const Tried = builder.objectRef<TriedScheme>('TriedScheme').implement({
  description: 'What an organisation would have by a scheme that is being written.',
  fields: (t) => ({
    ranked: t.exposeInt('ranked'),
    total: t.field({ type: 'Decimal', resolve: ({ total }) => total }),
    grade: t.field({ type: GradeEnum, resolve: ({ grade }) => grade }),
    rank: t.exposeInt('rank', { nullable: true }),
    indicators: t.field({ type: [TriedPartType], resolve: ({ parts }) => parts }),
  }),
})
const TryInput = builder.inputType('TryAssessmentSchemeInput', {
  description: 'As typed; what is wrong in it is left out.',
  fields: (t) => ({
    programmeYear: t.int({ required: true }),
    kind: t.field({ type: AssessedKindEnum, required: true }),
    organisationId: t.id({ required: true }),
    indicators: t.field({ type: [IndicatorInput], required: true }),
    grades: t.field({ type: [GradeFromInput], required: true }),
    ties: t.stringList({ required: true }),
    plansWithinMonths: t.int(),
  }),
})
builder.queryFields((t) => ({
  triedAssessmentScheme: t.field({
    type: Tried,
    nullable: true,
    authScopes: { operation: 'triedAssessmentScheme' },
    args: { input: t.arg({ type: TryInput, required: true }) },
    resolve: (_root, { input: { programmeYear, organisationId, ...typed } }, context) =>
      tryScheme(context, {
        programmeYear,
        organisationId,
        content: contentFrom({ ...typed, title: '', previews: false }),
      }),
  }),
}))
const ImportInput = builder.inputType('ImportAssessmentSchemeInput', {
  description: 'file: the text of a file that a scheme gave.',
  fields: (t) => ({
    id: t.id({ required: true }),
    programmeYear: t.int({ required: true }),
    file: t.string({ required: true }),
  }),
})

builder.mutationFields((t) => ({
  importAssessmentScheme: t.field({
    type: Scheme,
    authScopes: { operation: 'importAssessmentScheme' },
    errors: {
      types: [InvalidInput, Refused, NotFound],
      union: { name: 'ImportAssessmentSchemePayload' },
    },
    args: { input: t.arg({ type: ImportInput, required: true }) },
    resolve: (_root, { input }, context) => importScheme(context, input),
  }),
  saveAssessmentScheme: t.field({
    type: Scheme,
    authScopes: { operation: 'saveAssessmentScheme' },
    errors: {
      types: [InvalidInput, Refused, NotFound],
      union: { name: 'SaveAssessmentSchemePayload' },
    },
    args: { input: t.arg({ type: SaveInput, required: true }) },
    resolve: (_root, { input }, context) => {
      const { id, version, programmeYear, ...typed } = input
      const content = contentFrom(typed)
      return saveScheme(context, { id, version: version ?? null, programmeYear, content })
    },
  }),
  moveAssessmentScheme: t.field({
    type: Scheme,
    authScopes: { operation: 'moveAssessmentScheme' },
    errors: {
      types: [InvalidInput, Refused, NotFound],
      union: { name: 'MoveAssessmentSchemePayload' },
    },
    args: { input: t.arg({ type: MoveInput, required: true }) },
    resolve: (_root, { input }, context) => moveScheme(context, input),
  }),
  giveAssessmentMark: t.field({
    type: Scheme,
    authScopes: { operation: 'giveAssessmentMark' },
    errors: {
      types: [InvalidInput, Refused, NotFound],
      union: { name: 'GiveAssessmentMarkPayload' },
    },
    args: { input: t.arg({ type: MarkInput, required: true }) },
    resolve: (_root, { input }, context) => giveMark(context, input),
  }),
}))
