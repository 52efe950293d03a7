import { getNamedType, isLeafType, isObjectType, isRequiredArgument } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { schema } from '../../schema.ts'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { TestCity } from '../../testing/city-under-test.ts'

let city: TestCity
beforeAll(async () => {
  city = await openTestCity()
})
afterAll(() => city.close())

const type = schema.getType('Activity')
const fields = isObjectType(type)
  ? Object.values(type.getFields())
      .filter(({ args }) => !args.some((argument) => isRequiredArgument(argument)))
      .map((field) => ({
        name: field.name,
        selection: isLeafType(getNamedType(field.type))
          ? field.name
          : `${field.name} { __typename }`,
      }))
  : []

const page = z.object({
  activities: z.object({ edges: z.array(z.object({ node: z.record(z.string(), z.json()) })) }),
})

test.each(['recorder', 'municipal'])(
  'a page read for one field says the same of it as a page read for all (%s)',
  async (account) => {
    const actor = await city.as(account)
    const read = async (selection: string, more = '') => {
      const answer = await actor.ask(
        `{ activities(first: 30) { edges { node { ${selection} } } } } ${more}`,
      )
      return page.parse(answer).activities.edges.map(({ node }) => node)
    }
    // A fragment, an alias and a directive are seen through.
    const all = await read(
      `${fields.map(({ selection }) => selection).join(' ')} ...Whole`,
      'fragment Whole on Activity { words creator: createdByName @include(if: true) ... on Activity { id } }',
    )
    expect(fields.length).toBeGreaterThan(30)
    for (const { name, selection } of fields) {
      const alone = await read(selection)
      expect(alone.map((node) => node[name])).toEqual(all.map((node) => node[name]))
    }
  },
)
