import { compareDecimals, multiplyDecimals } from './decimal-text.ts'

/** How a report prints a figure: 余/多 is 'over', 近 is 'nearly'. */
export type Qualifier = 'exact' | 'over' | 'nearly'

/**
 * Whether the computed figure is what the report printed. 'over': at least the printed one and less than one tenth
 * above it; 'nearly': at most the printed one and more than nine tenths of it.
 */
export function agreesWithPublished(
  published: { value: string; qualifier: Qualifier },
  computed: string,
): boolean {
  const { value, qualifier } = published
  switch (qualifier) {
    case 'exact':
      return compareDecimals(computed, value) === 0
    case 'over':
      return (
        compareDecimals(computed, value) >= 0 &&
        compareDecimals(computed, multiplyDecimals(value, '1.1')) < 0
      )
    case 'nearly':
      return (
        compareDecimals(computed, value) <= 0 &&
        compareDecimals(computed, multiplyDecimals(value, '0.9')) > 0
      )
  }
}
