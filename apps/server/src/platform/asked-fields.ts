import { Kind } from 'graphql'
import type { FieldNode, GraphQLResolveInfo, SelectionSetNode } from 'graphql'

const known = new WeakMap<FieldNode, ReadonlySet<string>>()

/**
 * The names of the fields that a query asks of what lies at the path below this field ('edges', 'node'), through
 * fragments. What is skipped by a directive is named too: more than is asked is never wrong.
 */
export function askedFields(
  info: GraphQLResolveInfo,
  path: readonly string[],
): ReadonlySet<string> {
  const [first] = info.fieldNodes
  if (first === undefined) return new Set()
  // A document is parsed once and its nodes live as long as it is kept: asked once for each.
  const cached = known.get(first)
  if (cached !== undefined) return cached
  let sets = info.fieldNodes.flatMap(({ selectionSet }) => selectionSet ?? [])
  for (const name of path) {
    sets = sets
      .flatMap((set) => fieldsOf(set, info))
      .filter((field) => field.name.value === name)
      .flatMap(({ selectionSet }) => selectionSet ?? [])
  }
  const names = new Set(sets.flatMap((set) => fieldsOf(set, info)).map(({ name }) => name.value))
  known.set(first, names)
  return names
}

function fieldsOf(set: SelectionSetNode, info: GraphQLResolveInfo): FieldNode[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection]
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet, info)
    const fragment = info.fragments[selection.name.value]
    return fragment === undefined ? [] : fieldsOf(fragment.selectionSet, info)
  })
}
