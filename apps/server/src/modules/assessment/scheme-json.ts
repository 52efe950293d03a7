import { ASSESSED_KINDS } from '@gongjian/domain/assessment-measures'
import {
  BETTER,
  CAPACITIES,
  GRADES,
  INDICATOR_ROLES,
  MARKING_LEVELS,
} from '@gongjian/domain/scheme-content'
import { AGREED_WITHIN_MONTHS } from '@gongjian/domain/plans'
import { z } from 'zod'

const method = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('POINTS') }),
  z.object({ kind: z.literal('PROPORTIONAL') }),
  z.object({ kind: z.literal('TARGET'), target: z.string() }),
  z.object({
    kind: z.literal('RANK_BANDS'),
    bands: z.array(z.object({ through: z.number(), points: z.string() })),
    rest: z.string(),
  }),
  z.object({
    kind: z.literal('STEPS'),
    from: z.enum(['MEAN', 'NUMBER']),
    number: z.string(),
    step: z.string(),
    deduction: z.string(),
  }),
  z.object({
    kind: z.literal('MARKS'),
    levels: z.array(z.object({ level: z.enum(MARKING_LEVELS), share: z.string() })),
  }),
])

/** A scheme as it is stored: packages/domain/src/scheme-content.ts says what it means. */
export const storedScheme = z.object({
  title: z.string(),
  kind: z.enum(ASSESSED_KINDS),
  indicators: z.array(
    z.object({
      code: z.string(),
      name: z.object({ zhCn: z.string(), zhTw: z.string(), en: z.string() }),
      role: z.enum(INDICATOR_ROLES),
      weight: z.string(),
      floor: z.string(),
      formula: z.string(),
      per: z.enum(CAPACITIES),
      better: z.enum(BETTER),
      method,
      basis: z.string(),
    }),
  ),
  grades: z.array(
    z.object({ grade: z.enum(GRADES), from: z.string(), share: z.string().default('') }),
  ),
  ties: z.array(z.string()),
  previews: z.boolean().default(false),
  plansWithinMonths: z.number().default(AGREED_WITHIN_MONTHS),
})
