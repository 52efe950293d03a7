import './platform/vocabulary.graphql.ts'
import './platform/failures.graphql.ts'
import './modules/organisations/organisations.graphql.ts'
import './modules/catalogue/catalogue.graphql.ts'
import './modules/pairings/pairings.graphql.ts'
import './modules/activities/activities.graphql.ts'
import './modules/countersigning/countersigning.graphql.ts'
import './modules/evidence/evidence.graphql.ts'
import './modules/analysis/analysis.graphql.ts'
import './modules/accounts/viewer.graphql.ts'
import './modules/accounts/user-accounts.graphql.ts'
import './modules/accounts/api-tokens.graphql.ts'
import './modules/audit/audit.graphql.ts'
import './modules/suggestions/suggestions.graphql.ts'
import { describeSchema } from './describe-schema.ts'
import { builder } from './platform/schema-builder.ts'

/** The API: every module's types, queries and changes. */
export const schema = describeSchema(builder.toSchema({ sortSchema: true }))
