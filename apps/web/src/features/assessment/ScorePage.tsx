import { useQuery } from '@apollo/client/react'
import { Text, Title } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { paths } from '../../paths.ts'
import { currentLocale, useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { FileAppeal } from '../appeals/FileAppeal.tsx'
import { ScoreDocument } from './assessment-queries.ts'
import { useMeasureWords } from './measure-words.ts'
import { ScorePart } from './ScorePart.tsx'
import { WaysList } from './WaysList.tsx'
import { textIn } from './text-in.ts'
import { useAssessmentText } from './text.ts'

/** One score: what it is made of down to the records, and what would have given the next grade. */
export function ScorePage() {
  const text = useAssessmentText()
  const ui = useUiText()
  const formats = useFormats()
  const may = useMay()
  const { id = '', organisationId = '' } = useParams({ strict: false })
  const { data, error, refetch } = useQuery(ScoreDocument, {
    variables: { runId: id, organisationId },
    skip: !may('assessmentScore'),
    fetchPolicy: 'cache-and-network',
  })
  const names = useMemo(
    () =>
      new Map(
        (data?.assessmentMeasures ?? []).flatMap(({ key, name }) => (name ? [[key, name]] : [])),
      ),
    [data],
  )
  const words = useMeasureWords(names)
  if (!may('assessmentScore')) return <EmptyState title={ui('mayNotSee')} />
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  const opened = data.assessmentScore
  if (!opened) return <EmptyState title={text('notFound')} hint={text('notFoundHint')} />
  const { score, run, parts, nextGrade, changes, appealWindow } = opened
  const lost = parts
    .filter(({ indicator }) => indicator.role === 'SCORED')
    .map(({ indicator, points }) => ({
      name: textIn(indicator.name, currentLocale()),
      points: Number(indicator.weight) - Number(points),
    }))
    .filter(({ points }) => points > 0)
    .toSorted((a, b) => b.points - a.points)
    .slice(0, 3)
    .map(({ name, points }) => text('lostPart', { name, points: formats.decimals(points, 2) }))
  const next = nextGrade && {
    grade: text(`grade_${nextGrade.grade}`),
    missing: formats.number(nextGrade.missing),
    from: nextGrade.from,
  }
  return (
    <>
      <PageHeader
        title={text('scoreTitle', { organisation: score.organisationName })}
        subtitle={
          <Link to={paths.assessmentRun(run.id)}>
            {run.scheme?.title ?? text('runs')}
            {run.frozenAt && ` · ${text('frozenAt', { at: formats.moment(run.frozenAt) })}`}
          </Link>
        }
      />
      <section className="paper" style={{ marginBottom: 16 }}>
        <Text size="xl" fw={700}>
          {text('scoreLine', {
            total: formats.decimals(Number(score.total), 2),
            grade: text(`grade_${score.grade}`),
          })}
        </Text>
        <Text>
          {score.rank === null || score.rank === undefined
            ? text('notRankedWhy')
            : text('rankLine', { rank: score.rank, of: run.totalOrganisations ?? 0 })}
        </Text>
        {score.cappedAt && <Text fw={600}>{text('cappedLine', { at: score.cappedAt })}</Text>}
        {run.isPreview && (
          <Text size="sm" c="dimmed">
            {text('previewHint')}
          </Text>
        )}
      </section>
      {changes.length > 0 && (
        <FailureNotice color="yellow" title={text('changedSince')}>
          <ul style={{ margin: 0, paddingLeft: 20 }}>
            {changes.map(({ number, frozen, now }) => (
              <li key={number}>
                {text('changeLine', {
                  name: words.name(number),
                  frozen: formats.number(frozen),
                  now: formats.number(now),
                })}
              </li>
            ))}
          </ul>
        </FailureNotice>
      )}
      {nextGrade && next && (
        <section className="paper" style={{ marginBottom: 16 }} aria-labelledby="next">
          <Title order={2} size="h3" id="next">
            {text('nextGrade')}
          </Title>
          <Text>
            {typeof nextGrade.through === 'number'
              ? text('nextGradeByShare', { ...next, through: nextGrade.through })
              : text('nextGradeLine', next)}
          </Text>
          {lost.length > 0 && (
            <Text mt="xs">{text('lostMost', { parts: formats.names(lost) })}</Text>
          )}
          {nextGrade.ways.length > 0 && (
            <>
              <Text mt="xs">{text('waysLead')}</Text>
              <WaysList ways={nextGrade.ways} words={words} />
            </>
          )}
          {nextGrade.together && (
            <>
              <Text mt="xs">
                {text(
                  Number(nextGrade.together.total) >= Number(nextGrade.from)
                    ? 'togetherLead'
                    : 'togetherShort',
                  { total: formats.decimals(Number(nextGrade.together.total), 2) },
                )}
              </Text>
              <WaysList ways={nextGrade.together.ways} words={words} />
            </>
          )}
        </section>
      )}
      <section aria-labelledby="parts">
        <Title order={2} size="h3" id="parts" mb="sm">
          {text('parts')}
        </Title>
        {parts.map((part) => (
          <ScorePart
            key={part.indicator.code}
            part={part}
            year={run.programmeYear}
            organisationId={organisationId}
            names={names}
          />
        ))}
      </section>
      {appealWindow && may('fileAppeal') && (
        <FileAppeal
          jointId={appealWindow.jointId}
          until={appealWindow.until}
          organisationId={organisationId}
          parts={parts.map(({ indicator }) => ({
            code: indicator.code,
            name: textIn(indicator.name, currentLocale()),
          }))}
        />
      )}
    </>
  )
}
