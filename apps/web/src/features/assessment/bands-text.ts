type Band = { through: number; points: string }

/** Bands as they are typed, a line each: '1 60'. */
export const bandsText = (bands: readonly Band[] | null | undefined): string =>
  (bands ?? []).map(({ through, points }) => `${through} ${points}`).join('\n')

export function bandsFrom(text: string): Band[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [through = '', points = ''] = line.split(/[\s:：,，]+/)
      return { through: Number.parseInt(through, 10) || 0, points }
    })
}
