import { parseDay } from '@gongjian/domain/calendar-day'
import { cleanLine } from '@gongjian/domain/clean-text'
import type { FieldProblem } from '@gongjian/domain/field-problem'
import type {
  Founded,
  OrganisationChange,
  OrganisationChangeKind,
} from '@gongjian/domain/organisation-change'
import { ORGANISATION_KINDS } from '@gongjian/domain/vocabulary'
import type { OrganisationKind } from '@gongjian/domain/vocabulary'
import { z } from 'zod'
import { InvalidInput } from '../../platform/failures.ts'

/** A change as it is typed: which fields count, its kind says. */
export type TypedChange = {
  id: string
  kind: OrganisationChangeKind
  day: string
  reason: string
  organisationId?: string | null | undefined
  organisationIds?: readonly string[] | null | undefined
  parentId?: string | null | undefined
  organisationKind?: OrganisationKind | null | undefined
  zoneId?: string | null | undefined
  name?: string | null | undefined
  code?: string | null | undefined
  childIds?: readonly string[] | null | undefined
  pairingIds?: readonly string[] | null | undefined
  movesRoles?: boolean | null | undefined
}

const founded = z.object({ code: z.string(), name: z.string() })
const dated = { id: z.string(), day: z.string() }
const stored: z.ZodType<OrganisationChange> = z.discriminatedUnion('kind', [
  z.object({ ...dated, kind: z.literal('RENAME'), organisationId: z.string(), name: z.string() }),
  z.object({ ...dated, kind: z.literal('MOVE'), organisationId: z.string(), parentId: z.string() }),
  z.object({
    ...dated,
    kind: z.literal('FOUND'),
    organisationKind: z.enum(ORGANISATION_KINDS),
    parentId: z.string(),
    founded,
    zoneId: z.string().nullable(),
  }),
  z.object({ ...dated, kind: z.literal('CLOSE'), organisationId: z.string() }),
  z.object({
    ...dated,
    kind: z.literal('MERGE'),
    organisationIds: z.array(z.string()),
    into: z.union([
      z.object({ organisationId: z.string() }),
      z.object({ parentId: z.string(), founded }),
    ]),
    endedPairingIds: z.array(z.string()),
    movesRoles: z.boolean(),
  }),
  z.object({
    ...dated,
    kind: z.literal('SPLIT'),
    organisationId: z.string(),
    founded,
    childIds: z.array(z.string()),
    pairingIds: z.array(z.string()),
  }),
])

/** A change as the database keeps it. */
export const storedChange = (content: unknown): OrganisationChange => stored.parse(content)

/** The change that was typed, and why. Throws InvalidInput where something is missing or cannot be read. */
export function parseChange(typed: TypedChange): { change: OrganisationChange; reason: string } {
  const problems: FieldProblem[] = []
  const problem = (path: string, code: FieldProblem['code'], values?: FieldProblem['values']) => {
    problems.push({ path, code, ...(values ? { values } : {}) })
  }
  function line(path: string, text: string | null | undefined, maximum: number): string {
    const clean = cleanLine(text ?? '', { maximum, required: true })
    if (clean.ok) return clean.value
    problem(path, clean.code, { maximum: clean.maximum })
    return ''
  }
  function one(path: 'organisationId' | 'parentId'): string {
    const id = typed[path]
    if (!id) problem(path, 'REQUIRED')
    return id ?? ''
  }
  const newOne = (): Founded => ({
    code: (typed.code ?? '').normalize('NFKC').trim(),
    name: line('name', typed.name, 60),
  })
  const day = parseDay(typed.day.trim())
  if (day === null) problem('day', typed.day.trim() === '' ? 'REQUIRED' : 'NOT_A_DAY')
  const base = { id: typed.id, day: day ?? '' }

  function content(): OrganisationChange {
    const { kind } = typed
    switch (kind) {
      case 'RENAME': {
        const organisationId = one('organisationId')
        return { ...base, kind, organisationId, name: line('name', typed.name, 60) }
      }
      case 'MOVE':
        return { ...base, kind, organisationId: one('organisationId'), parentId: one('parentId') }
      case 'CLOSE':
        return { ...base, kind, organisationId: one('organisationId') }
      case 'FOUND': {
        const organisationKind = typed.organisationKind ?? null
        if (organisationKind === null) problem('organisationKind', 'REQUIRED')
        return {
          ...base,
          kind,
          organisationKind: organisationKind ?? 'COMMUNITY',
          parentId: one('parentId'),
          founded: newOne(),
          zoneId: organisationKind === 'AGENCY' ? (typed.zoneId ?? null) : null,
        }
      }
      case 'MERGE':
        return {
          ...base,
          kind,
          organisationIds: [...(typed.organisationIds ?? [])],
          into: typed.organisationId
            ? { organisationId: typed.organisationId }
            : { parentId: one('parentId'), founded: newOne() },
          endedPairingIds: [...(typed.pairingIds ?? [])],
          movesRoles: typed.movesRoles ?? true,
        }
      case 'SPLIT':
        return {
          ...base,
          kind,
          organisationId: one('organisationId'),
          founded: newOne(),
          childIds: [...(typed.childIds ?? [])],
          pairingIds: [...(typed.pairingIds ?? [])],
        }
    }
  }
  const change = content()
  const reason = line('reason', typed.reason, 200)
  if (problems.length > 0) throw new InvalidInput(problems)
  return { change, reason }
}
