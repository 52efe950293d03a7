import { Button, Group, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { ReportRuleDialog } from './ReportRuleDialog.tsx'
import { usePeriodsText } from './text.ts'
import type { Period } from './YearTable.tsx'

/** Until when and of which months the reports of the year are to come, and how that was set. */
export function ReportRule({ period, onSet }: { period: Period; onSet: () => void }) {
  const text = usePeriodsText()
  const formats = useFormats()
  const may = useMay()
  const [isSetting, setSetting] = useState(false)
  const { dueDay, expects, holdsFrom, changes } = period.reportRule
  return (
    <section className="paper" aria-labelledby="report-rule" style={{ marginTop: 16 }}>
      <Group justify="space-between" mb="xs">
        <Title order={2} id="report-rule">
          {text('reportRule')}
        </Title>
        {may('setReportRule') && holdsFrom != null && period.status !== 'LOCKED' && (
          <Button variant="default" onClick={() => setSetting(true)}>
            {text('setReportRule')}
          </Button>
        )}
      </Group>
      <Text>
        {text('reportRuleWords', { day: dueDay, expects: text(`expects_${expects}`) })}
        {changes.length === 0 && ` ${text('reportRuleStandard')}`}
      </Text>
      {changes.length > 0 && (
        <DataTable
          caption={text('reportRuleChanges')}
          rows={changes}
          keyOf={({ revision }) => String(revision)}
          columns={[
            {
              key: 'from',
              main: true,
              head: text('reportRuleFrom'),
              cell: ({ fromMonth }) => formats.month(fromMonth),
            },
            {
              key: 'day',
              head: text('dueDay'),
              cell: (change) => text('dueDayOf', { day: change.dueDay }),
            },
            {
              key: 'expects',
              head: text('expects'),
              cell: (change) => text(`expects_${change.expects}`),
            },
            {
              key: 'reason',
              head: text('reason'),
              cell: ({ reason }) => <span className="wrap">{reason}</span>,
            },
            {
              key: 'by',
              head: text('reportRuleSetBy'),
              cell: ({ setByName, setAt }) => `${setByName} ${formats.moment(setAt)}`,
            },
          ]}
        />
      )}
      {isSetting && (
        <ReportRuleDialog
          period={period}
          onClose={() => setSetting(false)}
          onSet={() => {
            setSetting(false)
            onSet()
          }}
        />
      )}
    </section>
  )
}
