import { useQuery } from '@apollo/client/react'
import { Button, Group, NativeSelect, Text, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { graphql } from '../../generated/gql.ts'
import type { YearReportQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FiguresAsOf } from '../../ui/FiguresAsOf.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { useYearReportText } from './text.ts'

const YearReportDocument = graphql(`
  query YearReport($year: Int!) {
    figuresAsOf(of: "yearReport")
    yearReport(year: $year) {
      year
      title
      sections {
        heading
        paragraphs {
          text
          path
        }
      }
    }
  }
`)
const YearsDocument = graphql(`
  query YearReportYears {
    periods {
      year
    }
  }
`)

type Report = NonNullable<YearReportQuery['yearReport']>
type Part = Report['sections'][number]['paragraphs'][number][number]

function textOf({ title, sections }: Report): string {
  const lines = sections.flatMap(({ heading, paragraphs }) => [
    heading,
    ...paragraphs.map((parts) => parts.map(({ text }) => text).join('')),
  ])
  return [title, ...lines].join('\n')
}

/** The report of a year in prose, from signed records: to read, to follow each number, to take along. */
export function YearReportPage() {
  const text = useYearReportText()
  const ui = useUiText()
  const may = useMay()
  const navigate = useNavigate()
  const search: { year?: number | undefined } = useSearch({ strict: false })
  const known = useQuery(YearsDocument, { skip: !may('yearReport') })
  const years = (known.data?.periods ?? []).map(({ year }) => year)
  const year = search.year ?? years.at(-1)
  const { data, error, refetch } = useQuery(YearReportDocument, {
    variables: { year: year ?? 0 },
    skip: year === undefined,
    fetchPolicy: 'cache-and-network',
  })
  if (!may('yearReport')) return <EmptyState title={ui('mayNotSee')} />
  const problem = known.error ?? error
  const report = data?.yearReport

  const copy = async (shown: Report) => {
    await navigator.clipboard.writeText(textOf(shown))
    notifications.show({ message: text('copied'), color: 'green' })
  }
  return (
    <>
      <PageHeader
        title={text('title')}
        subtitle={text('subtitle')}
        actions={
          report && (
            <>
              <Button variant="default" onClick={() => void copy(report)}>
                {text('copy')}
              </Button>
              <Button component="a" href={`/files/year-reports/${report.year}.docx`} download>
                {text('word')}
              </Button>
            </>
          )
        }
      />
      <FiguresAsOf moment={data?.figuresAsOf} />
      <Group className="paper no-print" mb="md">
        <NativeSelect
          size="md"
          label={text('year')}
          value={String(year ?? '')}
          data={[...new Set([...years, ...(year === undefined ? [] : [year])])]
            .sort((a, b) => b - a)
            .map(String)}
          onChange={({ currentTarget: { value } }) =>
            void navigate({
              to: paths.yearReport(),
              search: { year: Number(value) },
              replace: true,
            })
          }
        />
      </Group>
      {problem && report === undefined ? (
        <QueryProblem error={problem} onRetry={() => void refetch()} />
      ) : report === undefined ? (
        <Loading />
      ) : report === null ? (
        <EmptyState title={text('noYear')} hint={text('noYearHint')} />
      ) : (
        <article className="paper year-report">
          <Title order={2} ta="center" mb="lg">
            {report.title}
          </Title>
          {report.sections.map(({ heading, paragraphs }) => (
            <section key={heading}>
              <Title order={3} mt="md" mb="xs">
                {heading}
              </Title>
              {paragraphs.map((parts) => (
                <Text key={parts.map((part) => part.text).join('')} mb="xs">
                  {parts.map((part, at) => (
                    <ReportPart key={`${at}-${part.text}`} part={part} />
                  ))}
                </Text>
              ))}
            </section>
          ))}
        </article>
      )}
    </>
  )
}

/** Words, or a number that opens what it counts. */
function ReportPart({ part: { text, path } }: { part: Part }) {
  if (path === null) return text
  const { pathname, searchParams } = new URL(path, location.origin)
  const search = Object.fromEntries(
    [...searchParams].map(([name, value]) => [name, /^\d+$/.test(value) ? Number(value) : value]),
  )
  return (
    <Link to={pathname} search={search}>
      {text}
    </Link>
  )
}
