import { ACTIVITY_KINDS, HELP_AREAS, PAIRING_SIDES } from '@gongjian/domain/vocabulary'
import type { ActivityKind, HelpArea, PairingSide } from '@gongjian/domain/vocabulary'
import { z } from '../../platform/zod.ts'
import type { PlanFieldsFragment } from '../../generated/graphql.ts'

const line = z.object({
  key: z.string(),
  indicatorCode: z.string().nullable(),
  kind: z.enum(ACTIVITY_KINDS),
  area: z.enum(HELP_AREAS).nullable(),
  quantity: z.string(),
  dueMonth: z.string(),
  side: z.enum(PAIRING_SIDES),
  responsible: z.string(),
  words: z.string(),
})
const content = z.object({ id: z.string(), words: z.string(), lines: z.array(line) })
/** What is in the form. The id is that of the plan, made here where it is new. */
export type PlanForm = z.infer<typeof content>
export type FormLine = z.infer<typeof line>

export const slotOf = (pairingId: string, year: number) => `plan ${pairingId} ${year}`

/** What the device kept of the form; null: nothing, or nothing that is one. */
export function keptForm(
  draft: { content: unknown; baseVersion: number | null } | undefined,
): { form: PlanForm; version: number | null } | null {
  const found = content.safeParse(draft?.content)
  return found.success && draft !== undefined
    ? { form: found.data, version: draft.baseVersion }
    : null
}

type Written = Pick<PlanFieldsFragment, 'words' | 'lines'>
/** The form that a stored plan begins with. */
export const formOf = (id: string, plan: Written, newKey: () => string): PlanForm => ({
  id,
  words: plan.words,
  lines: plan.lines.map(
    ({ indicator, kind, area, quantity, dueMonth, side, responsible, words }) => ({
      key: newKey(),
      indicatorCode: indicator?.code ?? null,
      kind,
      area,
      quantity,
      dueMonth,
      side,
      responsible,
      words,
    }),
  ),
})

/** A choice of the list of what may be planned: an indicator, or activities of a kind or area. */
export const choiceOf = ({
  indicatorCode,
  kind,
  area,
}: {
  indicatorCode: string | null
  kind: ActivityKind
  area: HelpArea | null
}) => indicatorCode ?? `activities ${kind} ${area ?? ''}`.trim()

/** Activities that may be planned by their number alone. */
export const ACTIVITY_CHOICES: readonly { kind: ActivityKind; area: HelpArea | null }[] = [
  ...HELP_AREAS.map((area) => ({ kind: 'SIX_HELPS' as const, area })),
  { kind: 'LABOUR', area: null },
  { kind: 'VISIT', area: null },
]

export const emptyLine = (key: string, side: PairingSide, dueMonth: string): FormLine => ({
  key,
  indicatorCode: null,
  kind: 'SIX_HELPS',
  area: 'PARTY_BUILDING',
  quantity: '',
  dueMonth,
  side,
  responsible: '',
  words: '',
})

/** As it is sent. */
export const sentLines = (form: PlanForm) =>
  form.lines.map(({ indicatorCode, kind, area, quantity, dueMonth, side, responsible, words }) => ({
    indicatorCode,
    kind,
    area: indicatorCode === null ? area : null,
    quantity,
    dueMonth,
    side,
    responsible,
    words,
  }))
