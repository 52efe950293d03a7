import { useQuery } from '@apollo/client/react'
import { useParams } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { HouseholdDocument } from './household-query.ts'
import { HouseholdForm } from './HouseholdForm.tsx'
import { useHouseholdsText } from './text.ts'

/** A new case, or a change of one. */
export function HouseholdFormPage() {
  const text = useHouseholdsText()
  const ui = useUiText()
  const may = useMay()
  const { id } = useParams({ strict: false })
  const { data, error, refetch } = useQuery(HouseholdDocument, {
    variables: { id: id ?? '' },
    skip: id === undefined || !may('saveHousehold'),
    fetchPolicy: 'network-only',
  })
  if (!may('saveHousehold')) return <EmptyState title={ui('mayNotSee')} />
  if (id === undefined)
    return (
      <>
        <PageHeader title={text('create')} subtitle={text('formWhy')} />
        <HouseholdForm household={null} />
      </>
    )
  if (error) return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  const { household } = data
  const refusal = household?.actions.find(({ action }) => action === 'CHANGE')?.refusal
  if (household === null || refusal)
    return (
      <EmptyState
        title={refusal?.message ?? text('notFound')}
        action={<Link to={paths.households()}>{text('title')}</Link>}
      />
    )
  return (
    <>
      <PageHeader
        title={text('caseTitle', { number: household.number })}
        subtitle={text('formWhy')}
      />
      <HouseholdForm key={household.id} household={household} />
    </>
  )
}
