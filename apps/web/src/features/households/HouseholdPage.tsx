import { useQuery } from '@apollo/client/react'
import { Badge, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { DuplicatesNotice } from './DuplicatesNotice.tsx'
import { HouseholdDocument } from './household-query.ts'
import { useHouseholdWords } from './household-words.ts'
import { KeeperActions } from './KeeperActions.tsx'
import { LooksTable } from './LooksTable.tsx'
import { PairingsSection } from './PairingsSection.tsx'
import { RevealPanel } from './RevealPanel.tsx'
import { useHouseholdsText } from './text.ts'
import { VisitsSection } from './VisitsSection.tsx'

/** One case: what the family needs, who looks after it, what was done, and who looked at who it is. */
export function HouseholdPage() {
  const text = useHouseholdsText()
  const words = useHouseholdWords()
  const ui = useUiText()
  const formats = useFormats()
  const may = useMay()
  const { id = '' } = useParams({ strict: false })
  const [looks, setLooks] = useState(0)
  const { data, error, refetch } = useQuery(HouseholdDocument, {
    variables: { id },
    fetchPolicy: 'cache-and-network',
    skip: !may('household'),
  })
  if (!may('household')) return <EmptyState title={ui('mayNotSee')} />
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  const { household } = data
  if (household === null)
    return (
      <EmptyState
        title={text('notFound')}
        hint={text('notFoundHint')}
        action={<Link to={paths.households()}>{text('title')}</Link>}
      />
    )
  const facts: [string, string][] = [
    [text('hardshipKind'), words.hardship(household.hardshipKind)],
    [text('membersCount'), text('people', { count: household.membersCount })],
    [text('situation'), household.situation],
    [
      text('consent'),
      text('consentLine', {
        who: words.giver(household.consentBy),
        day: formats.day(household.consentOn),
        purposes: formats.names(household.consentPurposes.map(words.purpose)),
        by: household.consentRecordedByName,
      }),
    ],
    [text('openedOn'), formats.day(household.openedOn)],
  ]
  if (household.closedOn !== null)
    facts.push([
      text('closedOn'),
      `${formats.day(household.closedOn)}${household.closeReason === null ? '' : ` · ${household.closeReason}`}`,
    ])
  if (household.erasedAt !== null)
    facts.push([
      text('erasedAt'),
      `${formats.moment(household.erasedAt)} · ${household.eraseReason ?? ''}`,
    ])
  return (
    <>
      <PageHeader
        title={text('caseTitle', { number: household.number })}
        subtitle={
          <>
            {household.keeper.name}{' '}
            <Badge variant="outline" color="dark">
              {words.status(household.status)}
            </Badge>
          </>
        }
        actions={<KeeperActions household={household} />}
      />
      <DuplicatesNotice household={household} />
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <Stack>
          <section className="paper" aria-label={text('who')}>
            <Title order={2} size="h3" mb="xs">
              {text('who')}
            </Title>
            {household.status === 'ERASED' ? (
              <Text c="dimmed">{text('erasedWhat')}</Text>
            ) : (
              <RevealPanel
                key={household.id}
                household={household}
                onLook={() => setLooks(looks + 1)}
              />
            )}
          </section>
          <section className="paper" aria-label={text('needs')}>
            <Title order={2} size="h3" mb="xs">
              {text('needs')}
            </Title>
            <dl className="household-facts">
              {facts
                .filter(([, fact]) => fact !== '')
                .map(([head, fact]) => (
                  <div key={head}>
                    <dt>{head}</dt>
                    <dd className="wrap">{fact}</dd>
                  </div>
                ))}
            </dl>
          </section>
          <PairingsSection household={household} />
        </Stack>
        <VisitsSection household={household} />
      </SimpleGrid>
      {may('householdLooks') && (
        <section className="paper" aria-label={text('looks')} style={{ marginTop: 16 }}>
          <Title order={2} size="h3" mb="xs">
            {text('looks')}
          </Title>
          <LooksTable filter={{ householdId: household.id }} seen={looks} />
        </section>
      )}
    </>
  )
}
