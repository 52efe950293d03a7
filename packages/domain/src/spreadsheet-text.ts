/**
 * Text for a spreadsheet cell that no program takes for a formula: one that begins with a sign that could start
 * one gets an apostrophe before it (OWASP, "CSV Injection").
 */
export function spreadsheetText(text: string): string {
  return /^[\s]*[=+\-@\t\r＝＋－＠]/u.test(text) ? `'${text}` : text
}
