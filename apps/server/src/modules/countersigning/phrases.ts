import { cleanLine } from '@gongjian/domain/clean-text'
import { personalTraces } from '@gongjian/domain/personal-words'
import { PHRASE_USES } from '@gongjian/domain/vocabulary'
import type { PhraseUse } from '@gongjian/domain/vocabulary'
import { signedInViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound } from '../../platform/failures.ts'

export type PhraseRow = { id: string; use: PhraseUse; text: string }
const LIMITS = { length: 200, each: 30 } as const

const suggestions = {
  COUNTERSIGN: [1, 2, 3, 4, 5],
  RETURN: [6, 7, 8, 9, 10],
  REVEAL: [11, 12, 13, 14],
} as const

/**
 * The sentences that the viewer keeps for use again, and for a use without any some to begin with: their ids are
 * 'default-1' and so on, and they are nobody's until they are saved under an id of their own.
 */
export async function listPhrases(
  context: RequestContext,
  use: PhraseUse | null | undefined,
): Promise<PhraseRow[]> {
  const { userId } = signedInViewer(context)
  const own: PhraseRow[] = await context.database.prisma.phrase.findMany({
    where: { cityCode: context.city.code, userId, ...(use ? { use } : {}) },
    orderBy: [{ use: 'asc' }, { position: 'asc' }, { id: 'asc' }],
    select: { id: true, use: true, text: true },
  })
  const uses = use ? [use] : PHRASE_USES
  return uses.flatMap((wanted) => {
    const kept = own.filter((phrase) => phrase.use === wanted)
    if (kept.length > 0) return kept
    return suggestions[wanted].map((number) => ({
      id: `default-${number}`,
      use: wanted,
      text: context.text(`phrase.default-${number}`),
    }))
  })
}

export async function savePhrase(
  context: RequestContext,
  input: { id: string; use: PhraseUse; text: string },
): Promise<PhraseRow> {
  const { userId } = signedInViewer(context)
  const cityCode = context.city.code
  const { phrase } = context.database.prisma
  const text = cleanLine(input.text, { maximum: LIMITS.length, required: true })
  if (!text.ok)
    throw new InvalidInput([{ path: 'text', code: text.code, values: { maximum: LIMITS.length } }])
  // A reason for looking at a household is kept to be used for others.
  if (input.use === 'REVEAL' && personalTraces(text.value).length > 0)
    throw new InvalidInput([{ path: 'text', code: 'HOLDS_PERSONAL_DATA' }])
  const existing = await phrase.findUnique({ where: { cityCode_id: { cityCode, id: input.id } } })
  if (existing !== null && existing.userId !== userId)
    throw new InvalidInput([{ path: 'id', code: 'TAKEN' }])
  const count = await phrase.count({ where: { cityCode, userId, use: input.use } })
  if (existing === null && count >= LIMITS.each)
    throw new InvalidInput([
      { path: 'text', code: 'TOO_MANY_LINES', values: { maximum: LIMITS.each } },
    ])
  const saved = await phrase.upsert({
    where: { cityCode_id: { cityCode, id: input.id } },
    create: { cityCode, id: input.id, userId, use: input.use, text: text.value, position: count },
    update: { text: text.value, use: input.use },
  })
  return { id: saved.id, use: saved.use, text: saved.text }
}

export async function removePhrase(context: RequestContext, id: string): Promise<{ id: string }> {
  const { userId } = signedInViewer(context)
  const { count } = await context.database.prisma.phrase.deleteMany({
    where: { cityCode: context.city.code, id, userId },
  })
  if (count === 0) throw new NotFound()
  return { id }
}
