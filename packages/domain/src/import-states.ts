/** The life of an import, from the reading of its sheet to what was kept being undone. */
export const IMPORT_STATES = [
  'READING',
  'CHECKED',
  'FAILED',
  'CANCELLED',
  'KEEPING',
  'STOPPED',
  'KEPT',
  'UNDOING',
  'UNDONE',
] as const
export type ImportState = (typeof IMPORT_STATES)[number]

/** The sorts of rows that a check finds; those like another are good ones too. */
export const ROW_SORTS = ['bad', 'duplicate', 'similar', 'good'] as const
export type RowSort = (typeof ROW_SORTS)[number]
