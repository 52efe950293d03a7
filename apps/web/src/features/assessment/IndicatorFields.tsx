import { ActionIcon, Button, Collapse, Group, NativeSelect, Text, TextInput } from '@mantine/core'
import type { AssessedKind } from '@gongjian/domain/assessment-measures'
import { formulaUse } from '@gongjian/domain/check-scheme'
import { BETTER, CAPACITIES, INDICATOR_ROLES } from '@gongjian/domain/scheme-content'
import { useState } from 'react'
import type { Completion } from './complete-formula.ts'
import { FormulaField } from './FormulaField.tsx'
import { MethodFields } from './MethodFields.tsx'
import type { IndicatorForm } from './scheme-form.ts'
import { useAssessmentText } from './text.ts'
import { useTriedWords } from './tried-words.ts'
import type { TriedIndicator } from './tried-words.ts'

/** What a formula of the indicator has to give; the rule needs only the two words. */
const useOf = ({ role, method }: IndicatorForm) =>
  formulaUse({
    role,
    method: method.kind === 'MARKS' ? { kind: 'MARKS', levels: [] } : kindAlone(method.kind),
  })
const kindAlone = (kind: IndicatorForm['method']['kind']) =>
  kind === 'POINTS' ? ({ kind: 'POINTS' } as const) : ({ kind: 'PROPORTIONAL' } as const)

/** One indicator of a draft: a line that opens. */
export function IndicatorFields({
  indicator,
  errorAt,
  kind,
  programmeYear,
  plansWithinMonths,
  organisation,
  tried,
  measures,
  names,
  isOpen,
  onChange,
  onRemove,
  onUp,
}: {
  indicator: IndicatorForm
  errorAt: (path: string) => string | undefined
  kind: AssessedKind
  programmeYear: number
  plansWithinMonths: number | null
  /** What it gives the organisation now; undefined while that is not known. */
  tried: TriedIndicator | undefined
  organisation: { id: string; name: string } | null
  measures: readonly Completion[]
  names: ReadonlyMap<string, string>
  isOpen: boolean
  onChange: (indicator: IndicatorForm) => void
  onRemove: () => void
  onUp: (() => void) | null
}) {
  const text = useAssessmentText()
  const [opened, setOpened] = useState(isOpen)
  const set = (part: Partial<IndicatorForm>) => onChange({ ...indicator, ...part })
  const use = useOf(indicator)
  const { name } = indicator
  const triedWords = useTriedWords()
  // What is marked is points already, and so is what a formula gives as points.
  const isMeasured = indicator.role !== 'VETO' && indicator.method.kind !== 'MARKS'
  const isCompared = isMeasured && indicator.method.kind !== 'POINTS'
  const title = name.zhCn || indicator.code
  return (
    <fieldset className="paper" style={{ marginBottom: 12, minWidth: 0 }}>
      <legend className="visually-hidden">{title}</legend>
      <Group align="flex-end" gap="sm">
        <TextInput
          label={text('indicatorName')}
          value={name.zhCn}
          error={errorAt('name.zhCn')}
          onChange={({ currentTarget: { value } }) => set({ name: { ...name, zhCn: value } })}
          style={{ flex: '1 1 180px' }}
        />
        <NativeSelect
          size="md"
          label={text('role')}
          value={indicator.role}
          data={INDICATOR_ROLES.map((value) => ({ value, label: text(`role_${value}`) }))}
          onChange={({ currentTarget: { value } }) =>
            set({ role: INDICATOR_ROLES.find((one) => one === value) ?? 'SCORED' })
          }
        />
        <TextInput
          label={text(indicator.role === 'SCORED' ? 'weight' : `most_${indicator.role}`)}
          inputMode="decimal"
          value={indicator.weight}
          error={errorAt('weight')}
          onChange={({ currentTarget: { value } }) => set({ weight: value })}
          style={{ flex: '0 1 110px' }}
        />
        <Button
          variant="default"
          aria-expanded={opened}
          aria-label={`${text(opened ? 'close' : 'open')} ${title}`}
          onClick={() => setOpened(!opened)}
        >
          {text(opened ? 'close' : 'open')}
        </Button>
        {onUp && (
          <ActionIcon
            variant="default"
            size="xl"
            aria-label={text('moveUp', { name: title })}
            onClick={onUp}
          >
            ↑
          </ActionIcon>
        )}
        <Button
          variant="subtle"
          color="red"
          aria-label={text('removeOne', { name: title })}
          onClick={onRemove}
        >
          {text('remove')}
        </Button>
      </Group>
      {tried !== undefined && organisation !== null && (
        <Text size="sm" c="dimmed" mt={4}>
          {triedWords(tried, { role: indicator.role, organisation: organisation.name })}
        </Text>
      )}
      <Collapse expanded={opened}>
        <Group align="flex-start" gap="sm" mt="sm">
          {use !== null && (
            <FormulaField
              label={text(use === 'CONDITION' ? 'condition' : 'formula')}
              value={indicator.formula}
              use={use}
              kind={kind}
              programmeYear={programmeYear}
              plansWithinMonths={plansWithinMonths}
              organisation={organisation}
              measures={measures}
              names={names}
              error={errorAt('formula')}
              onChange={(formula) => set({ formula })}
            />
          )}
          {indicator.role !== 'VETO' && (
            <MethodFields
              method={indicator.method}
              kind={kind}
              errorAt={errorAt}
              onChange={(method) => set({ method })}
            />
          )}
        </Group>
        <Group align="flex-start" gap="sm" mt="sm">
          {isMeasured && (
            <NativeSelect
              size="md"
              label={text('per')}
              value={indicator.per}
              data={CAPACITIES.map((value) => ({ value, label: text(`per_${value}`) }))}
              onChange={({ currentTarget: { value } }) =>
                set({ per: CAPACITIES.find((one) => one === value) ?? 'NOTHING' })
              }
            />
          )}
          {isCompared && (
            <NativeSelect
              size="md"
              label={text('better')}
              value={indicator.better}
              data={BETTER.map((value) => ({ value, label: text(`better_${value}`) }))}
              onChange={({ currentTarget: { value } }) =>
                set({ better: BETTER.find((one) => one === value) ?? 'MORE' })
              }
            />
          )}
          {indicator.role !== 'VETO' && (
            <TextInput
              label={text('floor')}
              inputMode="decimal"
              value={indicator.floor}
              error={errorAt('floor')}
              onChange={({ currentTarget: { value } }) => set({ floor: value })}
              style={{ flex: '0 1 110px' }}
            />
          )}
          <TextInput
            label={text('basis')}
            value={indicator.basis}
            error={errorAt('basis')}
            onChange={({ currentTarget: { value } }) => set({ basis: value })}
            style={{ flex: '1 1 260px' }}
          />
          <TextInput
            label={text('nameZhTw')}
            value={name.zhTw}
            error={errorAt('name.zhTw')}
            onChange={({ currentTarget: { value } }) => set({ name: { ...name, zhTw: value } })}
          />
          <TextInput
            label={text('nameEn')}
            value={name.en}
            error={errorAt('name.en')}
            onChange={({ currentTarget: { value } }) => set({ name: { ...name, en: value } })}
          />
        </Group>
      </Collapse>
    </fieldset>
  )
}
