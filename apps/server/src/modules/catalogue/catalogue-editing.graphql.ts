import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { ActivityKindEnum, HelpAreaEnum } from '../../platform/vocabulary.graphql.ts'
import { Indicator } from './catalogue.graphql.ts'
import type { IndicatorRow } from './catalogue-rows.ts'
import { orderIndicators } from './order-indicators.ts'
import { removeIndicator } from './remove-indicator.ts'
import { saveIndicator } from './save-indicator.ts'

export const InLanguagesInput = builder.inputType('InLanguagesInput', {
  description: 'A text in the three languages of the product.',
  fields: (t) => ({
    zhCn: t.string({ required: true }),
    zhTw: t.string({ required: true }),
    en: t.string({ required: true }),
  }),
})
const SaveIndicatorInput = builder.inputType('SaveIndicatorInput', {
  description: 'As typed. version: the one that was read; null for a new indicator.',
  fields: (t) => ({
    code: t.string({ required: true }),
    version: t.int(),
    kind: t.field({ type: ActivityKindEnum, required: true }),
    area: t.field({ type: HelpAreaEnum }),
    decimals: t.string({ required: true }),
    name: t.field({ type: InLanguagesInput, required: true }),
    unit: t.field({ type: InLanguagesInput, required: true }),
    usualMaximum: t.string({ required: true }),
    validFrom: t.string({ required: true }),
    validTo: t.string({ required: true }),
  }),
})
const OrderInput = builder.inputType('OrderIndicatorsInput', {
  fields: (t) => ({ codes: t.stringList({ required: true }) }),
})
const RemoveInput = builder.inputType('RemoveIndicatorInput', {
  fields: (t) => ({ code: t.string({ required: true }) }),
})
const Ordered = builder.objectRef<IndicatorRow[]>('CatalogueOrdered').implement({
  description: 'The catalogue in its new order.',
  fields: (t) => ({ catalogue: t.field({ type: [Indicator], resolve: (rows) => rows }) }),
})
const Removed = builder.objectRef<{ code: string }>('IndicatorRemoved').implement({
  description: 'The indicator is no longer in the catalogue.',
  fields: (t) => ({ code: t.exposeString('code') }),
})

builder.mutationFields((t) => ({
  saveIndicator: t.field({
    type: Indicator,
    description: 'Adds an indicator or changes one; one in use keeps what its quantities mean.',
    authScopes: { operation: 'saveIndicator' },
    errors: { types: [InvalidInput, Refused], union: { name: 'SaveIndicatorPayload' } },
    args: { input: t.arg({ type: SaveIndicatorInput, required: true }) },
    resolve: (_root, { input }, context) =>
      saveIndicator(context, {
        ...input,
        area: input.area ?? null,
        version: input.version ?? null,
      }),
  }),
  orderIndicators: t.field({
    type: Ordered,
    description: 'Puts indicators into another order.',
    authScopes: { operation: 'orderIndicators' },
    errors: { types: [Refused], union: { name: 'OrderIndicatorsPayload' } },
    args: { input: t.arg({ type: OrderInput, required: true }) },
    resolve: (_root, { input }, context) => orderIndicators(context, input.codes),
  }),
  removeIndicator: t.field({
    type: Removed,
    description: 'Takes out an indicator that no record has ever carried.',
    authScopes: { operation: 'removeIndicator' },
    errors: { types: [NotFound, Refused], union: { name: 'RemoveIndicatorPayload' } },
    args: { input: t.arg({ type: RemoveInput, required: true }) },
    resolve: (_root, { input }, context) => removeIndicator(context, input.code),
  }),
}))
