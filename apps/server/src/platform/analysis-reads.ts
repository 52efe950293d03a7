import { getOperationAST, Kind, OperationTypeNode } from 'graphql'
import type { DocumentNode } from 'graphql'

/**
 * What adds up many records and may be a little behind: answered by the copy, where there is one (read-copy.ts). Not what
 * an assessment has frozen: a run that has just ended is opened at once, and reading it is cheap.
 */
export const ANALYSIS_READS: ReadonlySet<string> = new Set([
  'citySummary',
  'explore',
  'yearReport',
  'gamingSigns',
  'longWaiting',
  'donationTotals',
  'donationGroups',
  'donationOutputs',
  'householdCounts',
  'labourHours',
])
/** What pages ask beside them, and what then comes from the same copy. */
const BESIDE: ReadonlySet<string> = new Set([
  'figuresAsOf',
  'periods',
  'zones',
  'zone',
  'organisation',
  'catalogue',
  'assessmentMeasures',
  'gamingRules',
  '__typename',
])

/** What a document asks of the database: a change, analysis and nothing that must be of this moment, or anything else. */
export function kindOfReading(
  document: DocumentNode,
  operationName: string | null,
): 'CHANGE' | 'ANALYSIS' | 'OTHER' {
  const operation = getOperationAST(document, operationName)
  if (operation?.operation === OperationTypeNode.MUTATION) return 'CHANGE'
  if (operation?.operation !== OperationTypeNode.QUERY) return 'OTHER'
  const fields = operation.selectionSet.selections.map((selection) =>
    // Root fields by a fragment: nobody writes them so; they are read where all is.
    selection.kind === Kind.FIELD ? selection.name.value : '',
  )
  const isAnalysis =
    fields.some((field) => ANALYSIS_READS.has(field)) &&
    fields.every((field) => ANALYSIS_READS.has(field) || BESIDE.has(field))
  return isAnalysis ? 'ANALYSIS' : 'OTHER'
}
