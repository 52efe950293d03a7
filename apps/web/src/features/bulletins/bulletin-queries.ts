import { graphql } from '../../generated/gql.ts'

export const BulletinsDocument = graphql(`
  query Bulletins($after: String, $filter: BulletinFilter) {
    periods {
      year
    }
    bulletins(first: 30, after: $after, filter: $filter) {
      edges {
        cursor
        node {
          id
          title
          documentNumber
          programmeYear
          state
          code
          changedAt
          changedByName
          publishedAt
          pdfUrl
          docxUrl
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)
export const DraftableDocument = graphql(`
  query DraftableRuns($published: BulletinFilter) {
    assessmentRuns(first: 50) {
      edges {
        cursor
        node {
          id
          state
          programmeYear
          startedAt
          scheme {
            id
            title
          }
        }
      }
    }
    bulletins(first: 50, filter: $published) {
      edges {
        cursor
        node {
          id
          title
          documentNumber
        }
      }
    }
  }
`)
export const DraftBulletinDocument = graphql(`
  mutation DraftBulletin($input: DraftBulletinInput!) {
    draftBulletin(input: $input) {
      __typename
      ... on Bulletin {
        id
      }
      ... on Refused {
        message
      }
      ... on NotFound {
        message
      }
    }
  }
`)
export const BulletinDocument = graphql(`
  query Bulletin($id: ID!) {
    bulletin(id: $id) {
      id
      programmeYear
      state
      version
      issuer
      documentNumber
      title
      addressees
      body
      attachmentTitle
      copies
      printedBy
      issuedOn
      order
      grades
      code
      changedAt
      changedByName
      proposedByName
      publishedByName
      publishedAt
      pdfUrl
      docxUrl
      newerRun {
        id
        startedAt
        previousRunId
      }
      figureChanges {
        figure
        before
        after
        inText
      }
      replaces {
        id
        documentNumber
        title
      }
      replacedBy {
        id
        documentNumber
        title
      }
      run {
        id
        scheme {
          id
          title
        }
      }
      maySave: refusal(action: SAVE)
      mayPropose: refusal(action: PROPOSE)
      maySendBack: refusal(action: SEND_BACK)
      mayPublish: refusal(action: PUBLISH)
    }
  }
`)
export const TakeFiguresDocument = graphql(`
  mutation TakeBulletinFigures($input: TakeBulletinFiguresInput!) {
    takeBulletinFigures(input: $input) {
      __typename
      ... on Bulletin {
        id
        version
      }
      ... on Refused {
        message
      }
      ... on NotFound {
        message
      }
    }
  }
`)
export const SaveBulletinDocument = graphql(`
  mutation SaveBulletin($input: SaveBulletinInput!) {
    saveBulletin(input: $input) {
      __typename
      ... on Bulletin {
        id
        version
        issuer
        documentNumber
        title
        addressees
        body
        attachmentTitle
        copies
        printedBy
        issuedOn
        order
        grades
        changedAt
        changedByName
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
        message
      }
      ... on NotFound {
        message
      }
    }
  }
`)
export const MoveBulletinDocument = graphql(`
  mutation MoveBulletin($input: MoveBulletinInput!) {
    moveBulletin(input: $input) {
      __typename
      ... on Bulletin {
        id
        version
        state
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
        message
      }
      ... on NotFound {
        message
      }
    }
  }
`)
export const VerifyBulletinDocument = graphql(`
  query VerifyBulletin($code: String, $fileHash: String) {
    verifyBulletin(code: $code, fileHash: $fileHash) {
      __typename
      ... on VerifiedBulletin {
        issuer
        documentNumber
        title
        issuedOn
        state
        code
        publishedAt
        supersededAt
        supersededByNumber
        fileHashes
      }
      ... on Throttled {
        message
      }
    }
  }
`)
