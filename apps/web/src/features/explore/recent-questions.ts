import { exploreAddress, readExploreQuestion } from '@gongjian/domain/explore-question'
import type { ExploreQuestion } from '@gongjian/domain/explore-question'
import { z } from '../../platform/zod.ts'

/** So many are kept; more would have to be searched. */
const KEPT = 5
const place = 'gongjian.explore.recent'
const shape = z.object({
  userId: z.string(),
  addresses: z.array(z.record(z.string(), z.union([z.string(), z.number()]))),
})

/** What a reader looked at last on this device, the newest first. What another reader left is removed (decision 019). */
export function recentQuestions(
  userId: string,
  indicators: ReadonlySet<string>,
): ExploreQuestion[] {
  const kept = read(userId)
  return kept.flatMap((address) => {
    const { question, problems } = readExploreQuestion(address, indicators)
    return problems.length === 0 ? [question] : []
  })
}

/** Puts a question before those that were looked at before it. */
export function rememberQuestion(userId: string, question: ExploreQuestion): void {
  const address = exploreAddress(question)
  const same = JSON.stringify(address)
  const others = read(userId).filter((one) => JSON.stringify(one) !== same)
  localStorage.setItem(
    place,
    JSON.stringify({ userId, addresses: [address, ...others].slice(0, KEPT) }),
  )
}

function read(userId: string): z.infer<typeof shape>['addresses'] {
  const text = localStorage.getItem(place)
  if (text === null) return []
  const kept = shape.safeParse(parsed(text))
  if (kept.success && kept.data.userId === userId) return kept.data.addresses
  localStorage.removeItem(place)
  return []
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
