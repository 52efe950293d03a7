/** A name that may stand in a formula, with the words by which it is looked for. */
export type Completion = { key: string; name: string }

const MOST = 8

/** What may be meant by the word before the caret: by its key or its name, those that begin so first. */
export function completionsFor(
  text: string,
  caret: number | null,
  completions: readonly Completion[],
): { word: string; found: Completion[] } {
  const word = /[\p{L}_][\p{L}\p{N}_.]*$/u.exec(text.slice(0, caret ?? 0))?.[0] ?? ''
  if (word === '' || completions.some(({ key }) => key === word)) return { word, found: [] }
  const sought = word.toLowerCase()
  const begins = ({ key, name }: Completion) =>
    key.toLowerCase().startsWith(sought) || name.toLowerCase().startsWith(sought)
  const holds = ({ key, name }: Completion) =>
    key.toLowerCase().includes(sought) || name.toLowerCase().includes(sought)
  return {
    word,
    found: [
      ...completions.filter(begins),
      ...completions.filter((one) => holds(one) && !begins(one)),
    ].slice(0, MOST),
  }
}
