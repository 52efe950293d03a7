import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { MARKING_LEVELS, METHOD_KINDS } from '@gongjian/domain/scheme-content'
import { bandsFrom, bandsText } from './bands-text.ts'
import type { IndicatorForm } from './scheme-form.ts'
import { useAssessmentText } from './text.ts'

type Method = IndicatorForm['method']

/** How a quantity becomes points, with what the way needs. */
export function MethodFields({
  method,
  errorAt,
  onChange,
}: {
  method: Method
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
        value={method.kind}
        data={METHOD_KINDS.map((value) => ({ value, label: text(`methodKind_${value}`) }))}
        onChange={({ currentTarget: { value } }) =>
          set({ kind: METHOD_KINDS.find((one) => one === value) ?? 'PROPORTIONAL' })
        }
      />
      {method.kind === 'TARGET' && field('target')}
      {method.kind === 'RANK_BANDS' && (
        <>
          <Textarea
            label={text('method_bands')}
            description={text('bandsHint')}
            autosize
            minRows={3}
            defaultValue={bandsText(method.bands)}
            error={
              errorAt('method.bands') ??
              method.bands
                ?.map(
                  (_, index) =>
                    errorAt(`method.bands.${index}.through`) ??
                    errorAt(`method.bands.${index}.points`),
                )
                .find((problem) => problem !== undefined)
            }
            onChange={({ currentTarget: { value } }) => set({ bands: bandsFrom(value) })}
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
        MARKING_LEVELS.map((level) => (
          <TextInput
            key={level}
            label={text(`share_${level}`)}
            inputMode="decimal"
            value={method.levels?.find((one) => one.level === level)?.share ?? ''}
            error={errorAt(
              `method.levels.${method.levels?.findIndex((one) => one.level === level) ?? -1}.share`,
            )}
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
