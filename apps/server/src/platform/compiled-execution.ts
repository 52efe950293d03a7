import { execute, GraphQLError } from 'graphql'
import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql'
import { compileQuery, isCompiledQuery } from 'graphql-jit'
import type { CompiledQuery } from 'graphql-jit'

export type Execution = {
  document: DocumentNode
  operationName: string | null
  variables: Record<string, unknown>
  context: unknown
}

/** So many documents are kept compiled; our own client has fewer. */
const mostCompiled = 400

/**
 * Executes compiled documents: measured at about twice the speed of ordinary execution. What cannot be compiled, and
 * variables that do not fit (so that their errors read the same), go to ordinary execution.
 */
export function compiledExecution(schema: GraphQLSchema) {
  const compiled = new Map<string, CompiledQuery | null>()

  function compiledDocument(key: string, { document, operationName }: Execution) {
    const known = compiled.get(key)
    if (known !== undefined) {
      // Used again: moved to the young end.
      compiled.delete(key)
      compiled.set(key, known)
      return known
    }
    const query = compileQuery(schema, document, operationName ?? '')
    const usable = isCompiledQuery(query) ? query : null
    compiled.set(key, usable)
    const oldest = compiled.keys().next().value
    if (compiled.size > mostCompiled && oldest !== undefined) compiled.delete(oldest)
    return usable
  }

  return async (queryHash: string, execution: Execution): Promise<ExecutionResult> => {
    const query = compiledDocument(`${queryHash} ${execution.operationName ?? ''}`, execution)
    if (query === null) return interpret(schema, execution)
    const result = await query.query(undefined, execution.context, execution.variables)
    if (result.data === undefined) return interpret(schema, execution)
    return result.errors === undefined ? result : { ...result, errors: result.errors.map(asUsual) }
  }
}

/** The compiled execution's errors lack what Apollo reads of an error: given again as graphql-js gives them. */
function asUsual({ message, path, originalError }: GraphQLError): GraphQLError {
  return new GraphQLError(message, { path: path ?? null, originalError: originalError ?? null })
}

/** Executes a document as graphql-js does. */
export async function interpret(
  schema: GraphQLSchema,
  { document, operationName, variables, context }: Execution,
): Promise<ExecutionResult> {
  return execute({
    schema,
    document,
    operationName,
    variableValues: variables,
    contextValue: context,
  })
}
