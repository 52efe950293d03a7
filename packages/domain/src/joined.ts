/** Names in a row, as the language sets them apart. */
export function joinedNames(locale: string, names: readonly string[]): string {
  return names.join(locale.startsWith('zh') ? '、' : ', ')
}

/** What says something of its own each, and may hold commas, in one line. */
export function joinedClauses(locale: string, clauses: readonly string[]): string {
  return clauses.join(locale.startsWith('zh') ? '；' : '; ')
}
