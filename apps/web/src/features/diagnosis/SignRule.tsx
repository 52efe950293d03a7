import { Button, Group, Text, Title } from '@mantine/core'
import type { DiagnosisSign } from '@gongjian/domain/diagnosis-signs'
import { useState } from 'react'
import type { DiagnosisSignQuery } from '../../generated/graphql.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { useFigures } from './figures.ts'
import { useDiagnosisText } from './text.ts'
import { ThresholdDialog } from './ThresholdDialog.tsx'

export type Threshold = DiagnosisSignQuery['diagnosis']['signs'][number]['thresholds'][number]

/** By what rule a sign is one: its meaning, its formula with where it comes from, its thresholds and how they were set. */
export function SignRule({
  sign,
  year,
  thresholds,
}: {
  sign: DiagnosisSign
  year: number
  thresholds: readonly Threshold[]
}) {
  const text = useDiagnosisText()
  const formats = useFormats()
  const { thresholdText } = useFigures()
  const may = useMay()
  const [opened, setOpened] = useState<Threshold | null>(null)
  return (
    <details className="paper" style={{ marginBottom: 16 }}>
      <summary>{text('rule')}</summary>
      <Text mt="sm">{text(`definition_${sign}`)}</Text>
      <Text mt="xs">
        <b>{text('formula')}</b> {text(`formula_${sign}`)}
      </Text>
      <Text mt="xs" size="sm" c="dimmed">
        {text(`source_${sign}`)}
      </Text>
      <Group justify="space-between" mt="md" mb={4}>
        <Title order={2} size="h4">
          {text('thresholds', { year })}
        </Title>
      </Group>
      <DataTable
        caption={text('thresholds', { year })}
        rows={thresholds}
        keyOf={({ name }) => name}
        columns={[
          {
            key: 'name',
            head: text('threshold'),
            main: true,
            cell: ({ name }) => nameOf(name),
          },
          {
            key: 'value',
            head: text('inForce'),
            cell: ({ value, unit }) => thresholdText(value, unit),
          },
          {
            key: 'standard',
            head: text('standard'),
            cell: ({ standard, unit }) => thresholdText(standard, unit),
          },
          {
            key: 'changes',
            head: text('changes'),
            cell: ({ changes, unit }) =>
              changes.length === 0
                ? text('neverSet')
                : changes.map(({ revision, value, reason, setByName, setAt }) => (
                    <div key={revision} className="wrap">
                      {text('changeLine', {
                        value: thresholdText(value, unit),
                        name: setByName,
                        at: formats.moment(setAt),
                        reason,
                      })}
                    </div>
                  )),
          },
          ...(may('setDiagnosisThreshold')
            ? [
                {
                  key: 'set',
                  head: <span className="visually-hidden">{text('set')}</span>,
                  cell: (row: Threshold) => (
                    <Button
                      variant="default"
                      size="compact-md"
                      aria-label={text('setOf', { name: nameOf(row.name) })}
                      onClick={() => setOpened(row)}
                    >
                      {text('set')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {opened && (
        <ThresholdDialog
          sign={sign}
          year={year}
          threshold={opened}
          name={nameOf(opened.name)}
          onClose={() => setOpened(null)}
        />
      )}
    </details>
  )

  function nameOf(name: string): string {
    switch (name) {
      case 'limit':
        return text(sign === 'IMBALANCE' ? 'threshold_giniLimit' : 'threshold_limit')
      case 'lowShare':
        return text('threshold_lowShare')
      case 'fewestRecords':
        return text('threshold_fewestRecords')
      case 'balance':
        return text('threshold_balance')
      case 'answerDays':
        return text('threshold_answerDays')
      case 'evenness':
        return text('threshold_evenness')
      case 'behindZone':
        return text('threshold_behindZone')
      case 'giftShare':
        return text('threshold_giftShare')
      case 'usefulness':
        return text('threshold_usefulness')
      case 'quickSeconds':
        return text('threshold_quickSeconds')
      case 'quickShare':
        return text('threshold_quickShare')
      case 'days':
        return text('threshold_days')
      case 'k':
        return text('threshold_k')
      default:
        return name
    }
  }
}
