import { ApolloArmor } from '@escape.tech/graphql-armor'
import { NoSchemaIntrospectionCustomRule } from 'graphql'
import type { ValidationRule } from 'graphql'

/** More tokens than this are not parsed. */
export const MOST_TOKENS = 4000

/**
 * What one document may ask for: the largest page of our own client costs about 20,000. The cost is of a document's
 * breadth times its depth times the length of its lists, so that neither a deep nor a wide one gets through. In
 * production nothing tells the schema.
 */
export function limitRules({ production }: { production: boolean }): ValidationRule[] {
  const { validationRules } = new ApolloArmor({
    maxDepth: { enabled: true, n: 12, flattenFragments: true },
    costLimit: {
      enabled: true,
      maxCost: 30_000,
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
