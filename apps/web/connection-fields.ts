import { readFileSync } from 'node:fs'
import { Kind, parse } from 'graphql'
import type { TypeNode } from 'graphql'

const nameOf = (type: TypeNode): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type)

/**
 * Every list of the schema that comes page by page, by the type that has it, with the arguments that say which list it
 * is: all but the one that says which page.
 */
export function connectionFields(schema: URL): Record<string, Record<string, string[]>> {
  const types: Record<string, Record<string, string[]>> = {}
  for (const definition of parse(readFileSync(schema, 'utf8')).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue
    const lists = (definition.fields ?? []).filter(({ type }) =>
      nameOf(type).endsWith('Connection'),
    )
    if (lists.length === 0) continue
    types[definition.name.value] = Object.fromEntries(
      lists.map(({ name, arguments: given }) => [
        name.value,
        (given ?? [])
          .map((argument) => argument.name.value)
          .filter((argument) => argument !== 'after'),
      ]),
    )
  }
  return types
}
