import { useQuery } from '@apollo/client/react'
import { Group, NativeSelect } from '@mantine/core'
import { DIAGNOSIS_SIGNS } from '@gongjian/domain/diagnosis-signs'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { useMay, useViewer } from '../../platform/session.tsx'
import type { DiagnosisSearch } from '../../routes/address.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { SetupDocument } from './diagnosis-queries.ts'
import { SignDetail } from './SignDetail.tsx'
import { SignOverview } from './SignOverview.tsx'
import { useDiagnosisText } from './text.ts'

/** 运行诊断: where joint building may be there in form only. What is chosen, and the sign that is open, are in the address. */
export function DiagnosisPage() {
  const text = useDiagnosisText()
  const ui = useUiText()
  const may = useMay()
  const { today, permissions } = useViewer()
  const navigate = useNavigate()
  const search: DiagnosisSearch = useSearch({ strict: false })
  const setup = useQuery(SetupDocument, { skip: !may('diagnosis') })
  if (!may('diagnosis')) return <EmptyState title={ui('mayNotSee')} />
  if (setup.data === undefined)
    return setup.error ? (
      <QueryProblem error={setup.error} onRetry={() => void setup.refetch()} />
    ) : (
      <Loading />
    )
  const { periods, zones } = setup.data
  // Who leads a zone sees no other.
  const seesZones = permissions.some(
    ({ operation, scope }) => operation === 'diagnosis' && scope !== 'ZONE',
  )
  const year = search.year ?? periods.find(({ startsOn }) => startsOn <= today)?.year ?? null
  const sign = DIAGNOSIS_SIGNS.find((one) => one === search.sign)
  const set = (part: DiagnosisSearch) =>
    void navigate({ to: paths.diagnosis(), search: { ...search, ...part }, replace: true })
  if (year === null)
    return (
      <>
        <PageHeader title={text('title')} subtitle={text('subtitle')} />
        <EmptyState title={text('noYear')} hint={text('noYearHint')} />
      </>
    )
  const choice = (
    <Group className="paper no-print" align="flex-end" mb="md">
      <NativeSelect
        size="md"
        label={text('year')}
        value={String(year)}
        data={periods.map((period) => String(period.year))}
        onChange={({ currentTarget: { value } }) => set({ year: Number(value) })}
      />
      {seesZones && (
        <NativeSelect
          size="md"
          label={text('zone')}
          value={search.zoneId ?? ''}
          data={[
            { value: '', label: ui('all') },
            ...zones.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={({ currentTarget: { value } }) => set({ zoneId: value || undefined })}
        />
      )}
    </Group>
  )
  return sign === undefined ? (
    <SignOverview year={year} search={search} choice={choice} />
  ) : (
    <SignDetail key={sign} sign={sign} year={year} search={search} choice={choice} onSet={set} />
  )
}
