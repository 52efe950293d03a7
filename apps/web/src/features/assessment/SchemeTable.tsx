import { Text, Title } from '@mantine/core'
import type { AssessmentSchemeQuery } from '../../generated/graphql.ts'
import { currentLocale } from '../../platform/locale.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { formulaFont } from './formula-font.ts'
import { useMethodWords } from './method-words.ts'
import { RankingRules } from './RankingRules.tsx'
import { textIn } from './text-in.ts'
import { useAssessmentText } from './text.ts'
import { useFormulaWords } from './use-formula-words.ts'

type Scheme = NonNullable<AssessmentSchemeQuery['assessmentScheme']>
type Indicator = Scheme['indicators'][number]

/** A scheme to be read: what is assessed, how it becomes points, and by which document. */
export function SchemeTable({
  scheme,
  names,
}: {
  scheme: Scheme
  names: ReadonlyMap<string, string>
}) {
  const text = useAssessmentText()
  const locale = currentLocale()
  const inWords = useFormulaWords(names)
  const method = useMethodWords()
  const how = (indicator: Indicator) => {
    const said = method(indicator)
    return said === '' || indicator.per === 'NOTHING'
      ? said
      : `${text(`per_${indicator.per}`)} · ${said}`
  }
  return (
    <section className="paper">
      <DataTable
        caption={text('indicators')}
        rows={scheme.indicators}
        keyOf={({ code }) => code}
        columns={[
          {
            key: 'name',
            head: text('indicatorName'),
            main: true,
            cell: ({ name, basis }) => (
              <>
                {textIn(name, locale)}
                <Text size="sm" c="dimmed">
                  {basis}
                </Text>
              </>
            ),
          },
          { key: 'role', head: text('role'), cell: ({ role }) => text(`role_${role}`) },
          { key: 'weight', head: text('weight'), number: true, cell: ({ weight }) => weight },
          {
            key: 'formula',
            head: text('formula'),
            cell: ({ formula }) => (
              <>
                {inWords(formula) ?? '—'}
                {formula !== '' && (
                  <Text
                    size="sm"
                    c="dimmed"
                    component="code"
                    display="block"
                    className="wrap"
                    style={formulaFont}
                  >
                    {formula}
                  </Text>
                )}
              </>
            ),
          },
          { key: 'how', head: text('method'), cell: how },
        ]}
      />
      <Title order={2} size="h4" mt="md">
        {text('grades')}
      </Title>
      <RankingRules scheme={scheme} />
      {scheme.indicators.some(({ formula }) => /\bplans\.inTime/.test(formula)) && (
        <Text>{text('plansWithinSaid', { months: scheme.plansWithinMonths })}</Text>
      )}
    </section>
  )
}
