import { Checkbox, Group, MultiSelect, Text, TextInput, Title } from '@mantine/core'
import { currentLocale } from '../../platform/locale.tsx'
import type { SchemeForm } from './scheme-form.ts'
import { textIn } from './text-in.ts'
import { useAssessmentText } from './text.ts'

/** To whom each grade is given, and what parts equal totals. */
export function GradeFields({
  form,
  errorAt,
  onChange,
}: {
  form: SchemeForm
  errorAt: (path: string) => string | undefined
  onChange: (
    part: Partial<Pick<SchemeForm, 'grades' | 'ties' | 'previews' | 'plansWithinMonths'>>,
  ) => void
}) {
  const text = useAssessmentText()
  const locale = currentLocale()
  const set = (index: number, part: Partial<SchemeForm['grades'][number]>) =>
    onChange({
      grades: form.grades.map((rule, at) => (at === index ? { ...rule, ...part } : rule)),
    })
  return (
    <section className="paper" aria-labelledby="grades" style={{ marginBottom: 16 }}>
      <Title order={2} size="h4" id="grades">
        {text('grades')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {text('gradesHint')}
      </Text>
      <Group align="flex-start">
        {form.grades.map(({ grade, from, share }, index) => (
          <Group key={grade} gap="xs" align="flex-start" wrap="nowrap">
            <TextInput
              size="md"
              label={text('gradeFromLabel', { grade: text(`grade_${grade}`) })}
              inputMode="decimal"
              value={from}
              error={errorAt(`grades.${index}.from`)}
              onChange={({ currentTarget: { value } }) => set(index, { from: value })}
              w={120}
            />
            <TextInput
              size="md"
              label={text('gradeShareLabel', { grade: text(`grade_${grade}`) })}
              inputMode="decimal"
              value={share ?? ''}
              error={errorAt(`grades.${index}.share`)}
              onChange={({ currentTarget: { value } }) => set(index, { share: value })}
              w={150}
            />
          </Group>
        ))}
        <MultiSelect
          size="md"
          label={text('ties')}
          description={text('tiesHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data={form.indicators
            .filter(({ role }) => role !== 'VETO')
            .map(({ code, name }) => ({ value: code, label: textIn(name, locale) || code }))}
          value={[...form.ties]}
          hidePickedOptions
          error={form.ties.map((_, index) => errorAt(`ties.${index}`)).find(Boolean)}
          onChange={(ties) => onChange({ ties })}
          style={{ flex: '1 1 280px' }}
        />
      </Group>
      <TextInput
        mt="md"
        size="md"
        label={text('plansWithinMonths')}
        description={text('plansWithinMonthsHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        inputMode="numeric"
        value={form.plansWithinMonths ?? ''}
        error={errorAt('plansWithinMonths')}
        onChange={({ currentTarget: { value } }) =>
          onChange({ plansWithinMonths: Number.parseInt(value, 10) || 0 })
        }
        maw={420}
      />
      <Checkbox
        mt="md"
        label={text('previewsLabel')}
        checked={form.previews ?? false}
        onChange={({ currentTarget: { checked } }) => onChange({ previews: checked })}
      />
    </section>
  )
}
