import { graphql } from '../../generated/gql.ts'

export const CatalogueDocument = graphql(`
  query Catalogue {
    catalogue {
      code
      version
      kind
      area
      decimals
      name
      unit
      names {
        zhCn
        zhTw
        en
      }
      units {
        zhCn
        zhTw
        en
      }
      usualMaximum
      validFrom
      validTo
      inUse
    }
  }
`)
export const SaveIndicator = graphql(`
  mutation SaveIndicator($input: SaveIndicatorInput!) {
    saveIndicator(input: $input) {
      __typename
      ... on Indicator {
        code
      }
      ... on InvalidInput {
        message
        fieldErrors {
          path
          code
          message
        }
      }
      ... on Refused {
        code
        message
      }
    }
  }
`)
export const OrderIndicators = graphql(`
  mutation OrderIndicators($input: OrderIndicatorsInput!) {
    orderIndicators(input: $input) {
      __typename
      ... on Refused {
        code
        message
      }
    }
  }
`)
export const RemoveIndicator = graphql(`
  mutation RemoveIndicator($input: RemoveIndicatorInput!) {
    removeIndicator(input: $input) {
      __typename
      ... on Failure {
        code
        message
      }
    }
  }
`)
