const KINDS = new Set([
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'WITH',
  'BEGIN',
  'COMMIT',
  'ROLLBACK',
  'SET',
])

/** The kind of an SQL statement: its first word, 'OTHER' where that is none of the usual. */
export function statementKind(text: string): string {
  const word = /^[\s(]*([a-z]+)/i.exec(text)?.[1]?.toUpperCase() ?? ''
  return KINDS.has(word) ? word : 'OTHER'
}

/** The kind and the first table it names, as 'SELECT activity'. */
export function statementSummary(text: string): string {
  const table =
    /\b(?:FROM|INTO|UPDATE|JOIN)\s+(?:"?public"?\.)?"?([a-z_][a-z0-9_]*)/i.exec(text)?.[1] ?? ''
  return `${statementKind(text)} ${table}`.trimEnd()
}

/** The text of a statement without what anybody could have put into it: literals and comments are left out. */
export function withoutLiterals(text: string): string {
  return text
    .replaceAll(/\$(\w*)\$[\s\S]*?\$\1\$/g, '?')
    .replaceAll(/'(?:[^'\\]|''|\\[\s\S])*'/g, '?')
    .replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
    .replaceAll(/(?<![$\w.])\d+(?:\.\d+)?\b/g, '?')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 1000)
}
