import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EvaluatedOrganisations } from './evaluated-organisations.ts'

const indicators = 3
const value = fc.option(fc.bigInt({ min: -(10n ** 22n), max: 10n ** 22n }))
const organisation = fc.record({
  id: fc.uuid(),
  ranked: fc.boolean(),
  values: fc.array(fc.record({ value, capacity: value }), {
    minLength: indicators,
    maxLength: indicators,
  }),
})

test('gives back each as it was put in, and of an indicator the values of who is ranked', () => {
  fc.assert(
    fc.property(fc.array(organisation), (all) => {
      const kept = new EvaluatedOrganisations(indicators)
      for (const one of all) kept.push(one)
      expect(kept.length).toBe(all.length)
      expect(all.map((_, index) => kept.at(index))).toEqual(all)
      for (let indicator = 0; indicator < indicators; indicator += 1)
        expect([...kept.rankedValues(indicator)]).toEqual(
          all.filter(({ ranked }) => ranked).map(({ values }) => values[indicator]),
        )
    }),
  )
})
