import { ApolloArmor } from '@escape.tech/graphql-armor'
import { NoSchemaIntrospectionCustomRule } from 'graphql'
import type { ValidationRule } from 'graphql'

/** More tokens than this are not parsed. */
export const MOST_TOKENS = 4000

/**
 * What one document may ask for: the largest pages of our own client cost about 400. Lists are bounded by their own arguments; the cost is of a document's breadth times
 * its depth, so that neither a deep nor a wide one gets through. In production nothing tells the schema.
 */
export function limitRules({ production }: { production: boolean }): ValidationRule[] {
  const { validationRules } = new ApolloArmor({
    maxDepth: { enabled: true, n: 12, flattenFragments: true },
    costLimit: {
      enabled: true,
      maxCost: 1500,
      objectCost: 2,
      scalarCost: 1,
      depthCostFactor: 1.5,
      ignoreIntrospection: true,
    },
    maxAliases: { enabled: true, n: 30 },
    maxDirectives: { enabled: true, n: 20 },
    maxTokens: { enabled: false },
    blockFieldSuggestion: { enabled: false },
  }).protect()
  return [...validationRules, ...(production ? [NoSchemaIntrospectionCustomRule] : [])]
}
