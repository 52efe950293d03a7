import { getOperationAST, Kind, OperationTypeNode } from 'graphql'
import type { DocumentNode } from 'graphql'

/**
 * What adds up many records and may be a little behind: answered by the copy, where there is one (read-copy.ts) and who asks
 * also asks up to when it is complete. Not what was worked out beforehand, as the scores of a run and the signs of gaming:
 * it is opened the moment it is there, and reading it is cheap.
 */
export const ANALYSIS_READS: ReadonlySet<string> = new Set([
  'citySummary',
  'explore',
  'yearReport',
  'longWaiting',
  'reportCoverage',
  'pairingMatrix',
  'donationTotals',
  'donationGroups',
  'donationOutputs',
  'householdCounts',
  'labourHours',
  'diagnosis',
  'diagnosisByMonth',
  'diagnosisConcerns',
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
    fields.includes('figuresAsOf') &&
    fields.some((field) => ANALYSIS_READS.has(field)) &&
    fields.every((field) => ANALYSIS_READS.has(field) || BESIDE.has(field))
  return isAnalysis ? 'ANALYSIS' : 'OTHER'
}
