import { Text, Title } from '@mantine/core'
import type { AssessmentSchemeQuery } from '../../generated/graphql.ts'
import { currentLocale } from '../../platform/locale.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { bandsText } from './bands-text.ts'
import { formulaFont } from './formula-font.ts'
import { textIn } from './text-in.ts'
import { useAssessmentText } from './text.ts'

type Scheme = NonNullable<AssessmentSchemeQuery['assessmentScheme']>
type Indicator = Scheme['indicators'][number]

/** A scheme to be read: what is assessed, how it becomes points, and by which document. */
export function SchemeTable({ scheme }: { scheme: Scheme }) {
  const text = useAssessmentText()
  const locale = currentLocale()
  const how = ({ method, per, role }: Indicator) => {
    if (role === 'VETO') return ''
    const values = {
      target: method.target ?? '',
      step: method.step ?? '',
      deduction: method.deduction ?? '',
      from: method.fromMean === false ? (method.number ?? '') : text('theMean'),
    }
    const said = {
      POINTS: () => text('how_POINTS'),
      PROPORTIONAL: () => text('how_PROPORTIONAL'),
      TARGET: () => text('how_TARGET', { target: values.target }),
      RANK_BANDS: () =>
        text('how_RANK_BANDS', {
          bands: bandsText(method.bands).replaceAll('\n', ' / '),
          rest: method.rest ?? '',
        }),
      STEPS: () =>
        text('how_STEPS', { from: values.from, step: values.step, deduction: values.deduction }),
      MARKS: () => text('how_MARKS'),
    }[method.kind]()
    return per === 'NOTHING' ? said : `${text(`per_${per}`)} · ${said}`
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
              <code className="wrap" style={formulaFont}>
                {formula || '—'}
              </code>
            ),
          },
          { key: 'how', head: text('method'), cell: how },
        ]}
      />
      <Title order={2} size="h4" mt="md">
        {text('grades')}
      </Title>
      <Text>
        {scheme.grades
          .map(({ grade: of, from, share }) => {
            const grade = text(`grade_${of}`)
            if (share === '') return text('gradeFrom', { grade, from })
            return from === ''
              ? text('gradeByShare', { grade, share })
              : text('gradeFromByShare', { grade, from, share })
          })
          .join(' · ')}
      </Text>
      <Text>
        {scheme.ties.length === 0
          ? text('tiesShare')
          : text('tiesBy', {
              indicators: scheme.ties
                .flatMap((tie) => scheme.indicators.find(({ code }) => code === tie) ?? [])
                .map(({ name }) => textIn(name, locale))
                .join(' → '),
            })}
      </Text>
    </section>
  )
}
