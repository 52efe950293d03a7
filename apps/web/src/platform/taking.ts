import { useMutation } from '@apollo/client/react'
import { TAKEN_AGAIN_EVERY_SECONDS } from '@gongjian/domain/taken-record'
import { useCallback, useEffect, useRef, useState } from 'react'
import { graphql } from '../generated/gql.ts'
import { useActivityMoves } from './live.ts'

const Take = graphql(`
  mutation TakeActivity($input: TakeActivityInput!) {
    takeActivity(input: $input) {
      __typename
      ... on Activity {
        id
        taken {
          byName
          mine
        }
        actions {
          action
          refusal {
            code
            message
          }
        }
        refusal(action: SAVE) {
          code
          message
        }
      }
      ... on NotFound {
        code
      }
      ... on Refused {
        code
      }
    }
  }
`)
const Release = graphql(`
  mutation ReleaseActivity($input: ReleaseActivityInput!) {
    releaseActivity(input: $input) {
      __typename
      ... on Activity {
        id
      }
      ... on NotFound {
        code
      }
    }
  }
`)

/**
 * Takes the record while the page that works on it is open, and lets it go with the page. Gives who else has it, as one
 * hears of it, and how to take it over. Without a connection nothing is taken, and nothing is in the way.
 */
export function useTaking(
  id: string,
  isWanted: boolean,
): { takenByOther: string | null; takeOver: () => void } {
  const [taken, setTaken] = useState<{ id: string; byOther: string | null } | null>(null)
  // An answer about the record before may come after the one about this.
  const current = useRef(id)
  const [take] = useMutation(Take)
  const [release] = useMutation(Release)
  const ask = useCallback(
    async (takeOver: boolean) => {
      const answer = await take({ variables: { input: { id, takeOver } } }).catch(() => null)
      const result = answer?.data?.takeActivity
      if (current.current !== id) return
      const isOthers = result?.__typename === 'Activity' && result.taken?.mine === false
      setTaken({ id, byOther: isOthers ? (result.taken?.byName ?? null) : null })
    },
    [id, take],
  )
  useEffect(() => {
    current.current = id
    if (!isWanted) return undefined
    void ask(false)
    const again = setInterval(() => {
      if (document.visibilityState === 'visible') void ask(false)
    }, TAKEN_AGAIN_EVERY_SECONDS * 1000)
    return () => {
      clearInterval(again)
      release({ variables: { input: { id } } }).catch(() => undefined)
    }
  }, [id, isWanted, ask, release])
  useActivityMoves((move) => {
    if (isWanted && move.id === id) void ask(false)
  })
  const takenByOther = isWanted && taken?.id === id ? taken.byOther : null
  return { takenByOther, takeOver: () => void ask(true) }
}
