/** Formulas stand in a type of even width; the product's own has the Chinese signs that it may lack. */
export const formulaFont = { fontFamily: 'ui-monospace, monospace, var(--mantine-font-family)' }
