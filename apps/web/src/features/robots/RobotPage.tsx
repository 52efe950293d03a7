import { useQuery } from '@apollo/client/react'
import { Alert, Title } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import type { DeliveryState } from '@gongjian/domain/vocabulary'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { RobotActions } from './RobotActions.tsx'
import { RobotDeliveries } from './RobotDeliveries.tsx'
import { RobotForm } from './RobotForm.tsx'
import { useRobotsText } from './text.ts'

const RobotDocument = graphql(`
  query Robot($id: ID!) {
    robot(id: $id) {
      id
      name
      kind
      addressHint
      hasSecret
      enabled
      stoppedAt
      stoppedBy
      digest
      dailyHour
      quietFrom
      quietTo
      version
      organisation {
        id
        name
        code
      }
    }
  }
`)

/** A new robot, or one with its test and what went to it. */
export function RobotPage() {
  const text = useRobotsText()
  const ui = useUiText()
  const formats = useFormats()
  const may = useMay()
  const { id } = useParams({ strict: false })
  const [state, setState] = useState<DeliveryState | null>(null)
  const { data, error, refetch } = useQuery(RobotDocument, {
    variables: { id: id ?? '' },
    skip: id === undefined || !may('robot'),
    fetchPolicy: 'cache-and-network',
  })
  if (!may('saveRobot')) return <EmptyState title={ui('mayNotSee')} />
  const back = <Link to={paths.robots()}>{text('title')}</Link>
  if (id === undefined)
    return (
      <>
        <PageHeader title={text('create')} subtitle={text('subtitle')} actions={back} />
        <RobotForm robot={null} onSaved={() => undefined} />
      </>
    )
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  const { robot } = data
  if (robot === null) return <EmptyState title={text('notFound')} action={back} />
  return (
    <>
      <PageHeader title={robot.name} subtitle={robot.organisation.name} actions={back} />
      {robot.stoppedAt !== null && (
        <Alert color="red" mb="md" title={text('stopped')}>
          {text('stoppedWhy', {
            when: formats.moment(robot.stoppedAt),
            problem: robot.stoppedBy === null ? '—' : text(`problem_${robot.stoppedBy}`),
          })}
        </Alert>
      )}
      <RobotActions id={robot.id} name={robot.name} version={robot.version} />
      <RobotForm
        key={`${robot.id} ${robot.version}`}
        robot={robot}
        onSaved={() => void refetch()}
      />
      <Title order={2} size="h3" my="md">
        {text('deliveries')}
      </Title>
      <RobotDeliveries robotId={robot.id} state={state} onState={setState} />
    </>
  )
}
