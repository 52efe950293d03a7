import { useQuery } from '@apollo/client/react'
import { Button, Group, NativeSelect, Progress, Text, Title } from '@mantine/core'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { v7 as newId } from 'uuid'
import type { PairingPlanQuery, PlanFieldsFragment } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { keptLocally } from '../../platform/local-drafts.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay, useViewer } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { formOf, keptForm, slotOf } from './plan-form.ts'
import { PlanDecision } from './PlanDecision.tsx'
import { PlanEditor } from './PlanEditor.tsx'
import { percentOf, PlanLines } from './PlanLines.tsx'
import { PairingPlanDocument } from './plan-queries.ts'
import { usePlansText } from './text.ts'

type Search = { year?: number | undefined; write?: boolean | undefined }
type Year = NonNullable<PairingPlanQuery['pairingPlan']>
type Start = { form: ReturnType<typeof formOf>; version: number | null; recovered: boolean }

/** The year of a pairing: the plan that holds with how far it is, the one that is on its way, and what held before. */
export function PlanPage() {
  const text = usePlansText()
  const ui = useUiText()
  const formats = useFormats()
  const may = useMay()
  const navigate = useNavigate()
  const { id = '', planId } = useParams({ strict: false })
  const search: Search = useSearch({ strict: false })
  const { data, previousData, error, refetch } = useQuery(PairingPlanDocument, {
    variables: planId
      ? { planId, pairingId: null, year: null }
      : { pairingId: id, year: search.year ?? null, planId: null },
    skip: !may('pairingPlan'),
    fetchPolicy: 'cache-and-network',
  })
  if (!may('pairingPlan')) return <EmptyState title={ui('mayNotSee')} />
  const shown = data ?? previousData
  if (error && shown === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (shown === undefined) return <Loading />
  const { pairingPlan, periods } = shown
  if (pairingPlan === null)
    return (
      <EmptyState
        title={text('notFound')}
        hint={text('notFoundHint')}
        action={<Link to={paths.plans()}>{text('title')}</Link>}
      />
    )
  const { pairing, year } = pairingPlan
  const period = periods.find((one) => one.year === year)
  const go = (part: Search) =>
    void navigate({
      to: paths.plan(pairing.id),
      search: { year, ...part },
      replace: true,
    })
  return (
    <>
      <PageHeader
        title={text('planTitle', { year: String(year) })}
        subtitle={
          <Link to={paths.pairing(pairing.id)}>
            {pairing.agencySide.name} — {pairing.communitySide.name}
          </Link>
        }
        actions={
          <NativeSelect
            size="md"
            aria-label={text('year')}
            value={String(year)}
            data={periods.map((one) => ({
              value: String(one.year),
              label: text('yearIs', { year: String(one.year) }),
            }))}
            onChange={({ currentTarget: { value } }) => go({ year: Number(value) })}
          />
        }
      />
      {period && (
        <YearOfPlan
          key={`${pairing.id} ${year}`}
          plan={pairingPlan}
          period={period}
          isWriting={search.write === true}
          onWrite={(write) => go({ write: write || undefined })}
          onMoved={() => void refetch()}
        />
      )}
      {pairingPlan.earlier.length > 0 && (
        <details className="paper" style={{ marginTop: 16 }}>
          <summary>{text('earlier', { count: pairingPlan.earlier.length })}</summary>
          {pairingPlan.earlier.map((plan) => (
            <section key={plan.id} style={{ marginTop: 12 }}>
              <Title order={2} size="h4">
                {text('editionAgreed', {
                  edition: plan.edition,
                  day: plan.agreedOn === null ? '' : formats.day(plan.agreedOn),
                })}
              </Title>
              <PlanLines pairing={pairing} year={year} lines={plan.lines} holds={false} />
            </section>
          ))}
        </details>
      )}
    </>
  )
}

function YearOfPlan({
  plan: { pairing, year, agreed, written, readerSide, standing },
  period,
  isWriting,
  onWrite,
  onMoved,
}: {
  plan: Year
  period: PairingPlanQuery['periods'][number]
  isWriting: boolean
  onWrite: (write: boolean) => void
  onMoved: () => void
}) {
  const text = usePlansText()
  const viewer = useViewer()
  const [start, setStart] = useState<Start | null>(null)
  const mayEdit = (one: PlanFieldsFragment) =>
    one.actions.some(({ action, refusal }) => action === 'SAVE' && refusal === null)
  const mayAgree = (one: PlanFieldsFragment) =>
    one.actions.some(({ action, refusal }) => action === 'AGREE' && refusal === null)
  const isLocked = period.status === 'LOCKED'
  const mayBegin = readerSide !== null && written === null && !isLocked
  const mayWrite = mayBegin || (written !== null && mayEdit(written))
  const version = written?.version ?? null

  useEffect(() => {
    if (!isWriting || !mayWrite) {
      setStart(null)
      return undefined
    }
    let gone = false
    const fresh = (): Start => ({
      form: written
        ? formOf(written.id, written, () => newId())
        : agreed
          ? formOf(newId(), agreed, () => newId())
          : { id: newId(), words: '', lines: [] },
      version,
      recovered: false,
    })
    const begin = (kept: ReturnType<typeof keptForm>) => {
      if (gone) return
      // Kept of another version than the one that stands there now: what stands there is shown.
      const fits =
        kept !== null &&
        kept.version === version &&
        (written === null || kept.form.id === written.id)
      setStart(fits ? { ...kept, recovered: true } : fresh())
    }
    keptLocally(viewer.id, slotOf(pairing.id, year)).then(
      (draft) => begin(keptForm(draft)),
      () => begin(null),
    )
    return () => {
      gone = true
    }
    // What is being written stays as it is while the page asks anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isWriting, mayWrite, version, written?.id, pairing.id, year, viewer.id])

  const done = () => {
    onWrite(false)
    onMoved()
  }
  if (isWriting && mayWrite)
    return start === null ? null : (
      <PlanEditor
        key={start.form.id}
        pairing={pairing}
        period={period}
        side={readerSide ?? 'AGENCY_SIDE'}
        start={start}
        returnedFor={written?.state === 'RETURNED' ? written.decisionWords : null}
        onDone={done}
        onClose={() => onWrite(false)}
      />
    )
  return (
    <>
      {agreed && <AgreedPlan plan={agreed} pairing={pairing} year={year} />}
      {written && (
        <section className="paper" aria-labelledby="written" style={{ marginTop: agreed ? 16 : 0 }}>
          <Title order={2} size="h3" id="written">
            {mayAgree(written) ? text('waitsForReader') : text(`state_${written.state}`)}
            {agreed && ` · ${text('editionNumber', { edition: written.edition })}`}
          </Title>
          <WrittenFacts plan={written} />
          <PlanLines pairing={pairing} year={year} lines={written.lines} holds={false} />
          {mayEdit(written) && (
            <Button mt="md" size="md" onClick={() => onWrite(true)}>
              {text('goOn')}
            </Button>
          )}
          <PlanDecision key={written.version} plan={written} onMoved={onMoved} />
        </section>
      )}
      {standing === 'NONE' && (
        <div className="paper">
          <EmptyState
            title={text('noPlan', { year: String(year) })}
            hint={text(mayBegin ? 'noPlanHint' : 'noPlanWait')}
            action={
              mayBegin ? (
                <Button size="md" onClick={() => onWrite(true)}>
                  {text('begin')}
                </Button>
              ) : undefined
            }
          />
        </div>
      )}
      {agreed && mayBegin && (
        <Button mt="md" variant="default" onClick={() => onWrite(true)}>
          {text('revise')}
        </Button>
      )}
    </>
  )
}

function AgreedPlan({
  plan,
  pairing,
  year,
}: {
  plan: PlanFieldsFragment
  pairing: Year['pairing']
  year: number
}) {
  const text = usePlansText()
  const formats = useFormats()
  const overdue = plan.lines.filter(({ state }) => state === 'OVERDUE').length
  return (
    <section className="paper" aria-labelledby="agreed">
      <Group justify="space-between" align="baseline" mb="xs">
        <Title order={2} size="h3" id="agreed">
          {text('progressIs', { percent: percentOf(plan.progress) })}
        </Title>
        <Text size="sm" c="dimmed">
          {text('agreedBy', {
            day: plan.agreedOn === null ? '' : formats.day(plan.agreedOn),
            proposer: plan.proposedByName ?? '',
            name: plan.decidedByName ?? '',
            edition: plan.edition,
          })}
        </Text>
      </Group>
      <Progress size="lg" value={plan.progress * 100} color="brand.7" aria-hidden="true" mb="sm" />
      <Text size="sm" mb="sm">
        {text('linesDone', {
          done: plan.lines.filter(({ state }) => state === 'DONE').length,
          count: plan.lines.length,
          overdue,
        })}
      </Text>
      {plan.words !== '' && (
        <Text mb="sm" className="wrap" style={{ whiteSpace: 'pre-wrap' }}>
          {plan.words}
        </Text>
      )}
      <PlanLines pairing={pairing} year={year} lines={plan.lines} holds />
      <Text size="sm" c="dimmed" mt="sm">
        {text('howCounted')}
      </Text>
    </section>
  )
}

function WrittenFacts({ plan }: { plan: PlanFieldsFragment }) {
  const text = usePlansText()
  const formats = useFormats()
  return (
    <>
      {plan.state !== 'DRAFT' && plan.proposedAt !== null && (
        <Text size="sm" c="dimmed" mb="xs">
          {text('proposedBy', {
            name: plan.proposedByName ?? '',
            at: formats.moment(plan.proposedAt),
          })}
        </Text>
      )}
      {plan.state === 'RETURNED' && plan.decidedAt !== null && (
        <Text mb="sm" className="wrap">
          {text('returnedBy', {
            name: plan.decidedByName ?? '',
            at: formats.moment(plan.decidedAt),
            reason: plan.decisionWords,
          })}
        </Text>
      )}
      {plan.words !== '' && (
        <Text mb="sm" className="wrap" style={{ whiteSpace: 'pre-wrap' }}>
          {plan.words}
        </Text>
      )}
    </>
  )
}
