import { useQuery } from '@apollo/client/react'
import { Group, Progress, Text, Title } from '@mantine/core'
import { paths } from '../../paths.ts'
import { useMay } from '../../platform/session.tsx'
import { Link } from '../../ui/Link.tsx'
import { percentOf, PlanLines } from './PlanLines.tsx'
import { PairingPlanDocument } from './plan-queries.ts'
import { usePlansText } from './text.ts'

/** The plan of the present year on its pairing's page; nothing where the reader has it not in sight. */
export function PairingPlanSection({ pairingId }: { pairingId: string }) {
  const text = usePlansText()
  const may = useMay()
  const { data } = useQuery(PairingPlanDocument, {
    variables: { pairingId, year: null, planId: null },
    skip: !may('pairingPlan'),
    fetchPolicy: 'cache-and-network',
  })
  const found = data?.pairingPlan
  if (!found) return null
  const { pairing, year, agreed, standing } = found
  return (
    <section className="paper" aria-labelledby="plan" style={{ marginBottom: 16 }}>
      <Group justify="space-between" mb="sm">
        <Title order={2} id="plan">
          {text('planTitle', { year: String(year) })}
        </Title>
        <Link to={paths.plan(pairingId)} search={{ year }}>
          {text('openPlan')}
        </Link>
      </Group>
      {agreed === null ? (
        <Text>{text(`state_${standing}`)}</Text>
      ) : (
        <>
          <Text mb={4}>{text('progressIs', { percent: percentOf(agreed.progress) })}</Text>
          <Progress value={agreed.progress * 100} color="brand.7" aria-hidden="true" mb="sm" />
          <PlanLines pairing={pairing} year={year} lines={agreed.lines} holds />
        </>
      )}
    </section>
  )
}
