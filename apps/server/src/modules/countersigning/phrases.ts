import { cleanLine } from '@gongjian/domain/clean-text'
import type { PhraseUse } from '@gongjian/domain/vocabulary'
import { signedInViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound } from '../../platform/failures.ts'

export type PhraseRow = { id: string; use: PhraseUse; text: string }
const LIMITS = { length: 200, each: 30 } as const

/** The sentences that the viewer keeps for use again. */
export async function listPhrases(
  context: RequestContext,
  use: PhraseUse | null | undefined,
): Promise<PhraseRow[]> {
  const { userId } = signedInViewer(context)
  return context.database.prisma.phrase.findMany({
    where: { cityCode: context.city.code, userId, ...(use ? { use } : {}) },
    orderBy: [{ use: 'asc' }, { position: 'asc' }],
    select: { id: true, use: true, text: true },
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
