import type { ActivityContent } from '@gongjian/domain/activity-content'
import { plainText } from '@gongjian/domain/chinese-number'
import { donationColumns } from '@gongjian/domain/import-columns'
import type { ImportColumn, ImportHeads } from '@gongjian/domain/import-columns'
import { personalTraces } from '@gongjian/domain/personal-words'
import type { RequestContext } from '../../platform/context.ts'
import { whereOpen } from '../donations/donation-references.ts'
import type { RowProblem } from './check-import.ts'
import type { OwnHousehold } from './import-choices.ts'

type Family = ReturnType<typeof whereOpen>
type Lines = ActivityContent['donations'] | readonly { householdId?: string | null | undefined }[]
type Row = { cells: string[]; problems: RowProblem[] }

/** Where a row says what others read; a family that it gives to is not named in any of them. */
const readByOthers: readonly ImportColumn[] = [
  'title',
  'words',
  ...donationColumns.flatMap(({ description, recipientName }) => [description, recipientName]),
]
const householdColumns: readonly ImportColumn[] = donationColumns.map(
  ({ householdId }) => householdId,
)
/** What stands there may look like anybody's number. */
const ownNumbers: readonly ImportColumn[] = [
  'number',
  'pairing',
  ...donationColumns.map(({ receiptNumber }) => receiptNumber),
]
/** Only what has so many digits is looked at closely: the rest cannot be anybody's number. */
const mayHoldNumber = /\d(?:[ -]*\d){9}/
const caseNumber = /^[a-z\d]+(?:-[a-z\d]+)*-\d+$/i

/**
 * Keeps out of what is kept aside of a row, and told of it, who somebody is: numbers of persons in any cell, and the
 * families that its donations went to, by name, address or number; the cell then says that something was taken out.
 */
export function withoutPersons(
  context: RequestContext,
  heads: ImportHeads,
  households: readonly OwnHousehold[],
) {
  const byId = new Map(households.map((household) => [household.id, household]))
  const families = new Map<string, Family>()
  function familyOf(id: string): Family {
    const household = byId.get(id)
    const family =
      families.get(id) ?? (household === undefined ? {} : whereOpen(context, household))
    families.set(id, family)
    return family
  }
  const removed = context.text('import.removed')
  const warning = context.text('field.HOLDS_PERSONAL_DATA')
  const places = (columns: readonly ImportColumn[]) =>
    new Set(columns.flatMap((column) => heads[column] ?? []))
  const ofHouseholds = places(householdColumns)
  const ofOwnNumbers = places(ownNumbers)
  const tells = (text: string, known: readonly Family[]) =>
    (known.length > 0 || mayHoldNumber.test(text.normalize('NFKC'))) &&
    [{}, ...known].some((family) => personalTraces(text, family).length > 0)

  return {
    /** The columns of a row that name a family which it gives to. */
    naming(cells: readonly string[], lines: Lines): ImportColumn[] {
      const known = lines.flatMap(({ householdId }) => (householdId ? [familyOf(householdId)] : []))
      if (known.length === 0) return []
      return readByOthers.filter((column) => {
        const index = heads[column]
        return index !== undefined && tells(cells[index] ?? '', known)
      })
    },
    /** The row as it may be kept. */
    strip<Kept extends Row>(row: Kept, lines: Lines): Kept {
      const known = lines.flatMap(({ householdId }) => (householdId ? [familyOf(householdId)] : []))
      const marked = new Set(
        row.problems.flatMap(({ index, message }) => (message === warning ? (index ?? []) : [])),
      )
      const isToGo = (cell: string, index: number) => {
        if (cell.trim() === '' || ofOwnNumbers.has(index)) return false
        if (ofHouseholds.has(index)) return !caseNumber.test(plainText(cell))
        return marked.has(index) || tells(cell, known)
      }
      return {
        ...row,
        cells: row.cells.map((cell, index) => (isToGo(cell, index) ? removed : cell)),
        problems: row.problems.map((problem) =>
          tells(problem.message, known) ? { ...problem, message: warning } : problem,
        ),
      }
    },
  }
}
