import type { ApolloServerPlugin } from '@apollo/server'
import { GraphQLError } from 'graphql'
import type { Config } from './config.ts'
import type { RequestContext } from './context.ts'
import type { TrustedDocuments } from './trusted-documents.ts'

/** In production browsers may ask only what our own client asks; a token's holder may ask what they like. */
function mustBeTrusted(
  config: Config,
  documents: TrustedDocuments,
  { viewer }: RequestContext,
  source: string,
): boolean {
  const byToken = viewer !== null && viewer.tokenScopes !== null
  return config.production && !byToken && !documents.isTrusted(source)
}

/** Refuses documents that this reader may not send: foreign ones in production, introspection by nobody. */
export function documentGuard(
  config: Config,
  documents: TrustedDocuments,
): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ source, contextValue }) => {
        if (mustBeTrusted(config, documents, contextValue, source)) {
          throw refusal(contextValue, 'TRUSTED_DOCUMENTS_ONLY', 400)
        }
        if (contextValue.viewer === null && /__(schema|type)\b/.test(source)) {
          throw refusal(contextValue, 'UNAUTHENTICATED', 401)
        }
      },
    }),
  }
}

function refusal({ text }: RequestContext, code: string, status: number): GraphQLError {
  return new GraphQLError(text(`failure.${code}`), { extensions: { code, http: { status } } })
}
