import { Fragment } from 'react'

/** A text with what was looked for marked in it; positions count code points. */
export function Marked({
  value: { text, marks },
}: {
  value: { text: string; marks: readonly { start: number; length: number }[] }
}) {
  const letters = [...text]
  const part = (start: number, end?: number) => letters.slice(start, end).join('')
  const endOf = (index: number) => (marks[index]?.start ?? 0) + (marks[index]?.length ?? 0)
  return (
    <>
      {marks.map(({ start, length }, index) => (
        <Fragment key={start}>
          {part(endOf(index - 1), start)}
          <mark>{part(start, start + length)}</mark>
        </Fragment>
      ))}
      {part(endOf(marks.length - 1))}
    </>
  )
}
