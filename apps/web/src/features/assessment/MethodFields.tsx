import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import type { AssessedKind } from '@gongjian/domain/assessment-measures'
import { LEVELS_THAT_MARK, METHOD_KINDS } from '@gongjian/domain/scheme-content'
import { BandFields } from './BandFields.tsx'
import type { IndicatorForm } from './scheme-form.ts'
import { useAssessmentText } from './text.ts'

type Method = IndicatorForm['method']

/** How a quantity becomes points, with what the way needs. */
export function MethodFields({
  method,
  kind,
  errorAt,
  onChange,
}: {
  method: Method
  kind: AssessedKind
  errorAt: (path: string) => string | undefined
  onChange: (method: Method) => void
}) {
  const text = useAssessmentText()
  const set = (part: Partial<Method>) => onChange({ ...method, ...part })
  const field = (name: 'target' | 'rest' | 'number' | 'step' | 'deduction') => (
    <TextInput
      label={text(`method_${name}`)}
      inputMode="decimal"
      value={method[name] ?? ''}
      error={errorAt(`method.${name}`)}
      onChange={({ currentTarget: { value } }) => set({ [name]: value })}
      style={{ flex: '0 1 130px' }}
    />
  )
  return (
    <>
      <NativeSelect
        size="md"
        label={text('method')}
        description={text(`methodHint_${method.kind}`)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        style={{ flex: '0 1 220px' }}
        value={method.kind}
        data={METHOD_KINDS.map((value) => ({ value, label: text(`methodKind_${value}`) }))}
        onChange={({ currentTarget: { value } }) =>
          set({ kind: METHOD_KINDS.find((one) => one === value) ?? 'PROPORTIONAL' })
        }
      />
      {method.kind === 'TARGET' && field('target')}
      {method.kind === 'RANK_BANDS' && (
        <>
          <BandFields
            bands={method.bands ?? []}
            errorAt={errorAt}
            onChange={(bands) => set({ bands })}
          />
          {field('rest')}
        </>
      )}
      {method.kind === 'STEPS' && (
        <>
          <Checkbox
            label={text('method_fromMean')}
            checked={method.fromMean !== false}
            onChange={({ currentTarget: { checked } }) => set({ fromMean: checked })}
            style={{ alignSelf: 'center' }}
          />
          {method.fromMean === false && field('number')}
          {field('step')}
          {field('deduction')}
        </>
      )}
      {method.kind === 'MARKS' &&
        LEVELS_THAT_MARK[kind].map((level, index) => (
          <TextInput
            key={level}
            label={text(`share_${level}`)}
            inputMode="decimal"
            value={method.levels?.find((one) => one.level === level)?.share ?? ''}
            error={
              errorAt(
                `method.levels.${method.levels?.findIndex((one) => one.level === level) ?? -1}.share`,
              ) ?? (index === 0 ? errorAt('method.levels') : undefined)
            }
            onChange={({ currentTarget: { value } }) =>
              set({
                levels: [
                  ...(method.levels ?? []).filter((one) => one.level !== level),
                  ...(value === '' ? [] : [{ level, share: value }]),
                ],
              })
            }
            style={{ flex: '0 1 130px' }}
          />
        ))}
    </>
  )
}
