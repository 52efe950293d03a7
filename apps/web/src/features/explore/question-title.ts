import type { ExploreQuestion } from '@gongjian/domain/explore-question'
import type { useExploreWords } from './use-explore-words.ts'

/** A question as a heading: the figure, and by what. */
export function questionTitle(
  { measure, by, across }: ExploreQuestion,
  { text, measureName }: ReturnType<typeof useExploreWords>,
): string {
  const dimensions = across === null ? [by] : [by, across]
  return [
    measureName(measure),
    text('titleBy', { by: dimensions.map((one) => text(`by_${one}`)).join(' × ') }),
  ].join(text('titleJoin'))
}
