import { useQuery } from '@apollo/client/react'
import { Text } from '@mantine/core'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../platform/session.tsx'
import { Link } from '../../ui/Link.tsx'
import { useCountersigningText } from './text.ts'

const PlansToAgreeDocument = graphql(`
  query PlansToAgree {
    viewer {
      id
      plansToAgree {
        year
        count
      }
    }
  }
`)

/** Says that plans wait for the reader to agree, which are no records; nothing where none does. */
export function PlansHint() {
  const text = useCountersigningText()
  const may = useMay()
  const { data } = useQuery(PlansToAgreeDocument, {
    skip: !may('agreePlan'),
    fetchPolicy: 'cache-and-network',
  })
  const waiting = data?.viewer?.plansToAgree ?? []
  if (waiting.length === 0) return null
  return (
    <Text className="paper no-print" mb="md" py="xs" component="div">
      {waiting.map(({ year, count }) => (
        <div key={year}>
          <Link to={paths.plans()} search={{ year, mayAgree: true }}>
            {text('plansWait', { year: String(year), count })}
          </Link>
        </div>
      ))}
    </Text>
  )
}
