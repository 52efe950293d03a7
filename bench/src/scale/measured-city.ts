import type { BenchCity } from '../city.ts'

/** What the measures need of the nation: the product, who is signed in, and a connection of one's own. */
export type MeasuredCity = Pick<BenchCity, 'client' | 'pairing'> & {
  product: { address: string; processId: number }
  cookies: BenchCity['cookies'] & { admin: string }
}
