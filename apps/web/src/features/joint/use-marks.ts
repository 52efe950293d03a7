import { useMutation } from '@apollo/client/react'
import { checkJointMark } from '@gongjian/domain/joint-actions'
import type { MarkingLevel } from '@gongjian/domain/scheme-content'
import { useState } from 'react'
import { useSending } from '../../ui/use-sending.ts'
import { SaveMarksDocument } from './joint-queries.ts'

type Cell = { organisationId: string; indicatorCode: string; points: string }
export const cellKey = (organisationId: string, indicatorCode: string) =>
  `${organisationId} ${indicatorCode}`

/** What is typed on a sheet, kept as it is typed: what is wrong stays in its field, and all else is saved. */
export function useMarks(
  sheet: { jointId: string; level: MarkingLevel; bodyId: string },
  weightOf: (indicatorCode: string) => string,
) {
  const [typed, setTyped] = useState<Record<string, string>>({})
  const [wrong, setWrong] = useState<Record<string, boolean>>({})
  const [progress, setProgress] = useState<{ given: number; wanted: number } | null>(null)
  const [save] = useMutation(SaveMarksDocument)
  const { send, sending, failure } = useSending()

  const type = (cells: readonly Cell[]) =>
    setTyped((all) => ({
      ...all,
      ...Object.fromEntries(
        cells.map((cell) => [cellKey(cell.organisationId, cell.indicatorCode), cell.points]),
      ),
    }))

  async function keep(cells: readonly Cell[]): Promise<void> {
    const fits = (cell: Cell) =>
      checkJointMark(cell.points, { maximum: weightOf(cell.indicatorCode), path: '' }).ok
    setWrong((all) => ({
      ...all,
      ...Object.fromEntries(
        cells.map((cell) => [cellKey(cell.organisationId, cell.indicatorCode), !fits(cell)]),
      ),
    }))
    const marks = cells.filter(fits)
    if (marks.length === 0) return
    await send(async () => {
      const answer = (await save({ variables: { input: { ...sheet, marks } } })).data
        ?.saveJointMarks
      if (answer?.__typename === 'JointSheet') setProgress(answer.body)
      return answer
    })
  }
  return { typed, wrong, progress, type, keep, sending, failure }
}
