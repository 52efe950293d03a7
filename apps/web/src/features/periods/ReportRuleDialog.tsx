import { useMutation } from '@apollo/client/react'
import { Button, Modal, NumberInput, Radio, Stack, Text, Textarea } from '@mantine/core'
import { REPORT_EXPECTATIONS } from '@gongjian/domain/report-coverage'
import type { ReportExpectation } from '@gongjian/domain/report-coverage'
import { useState } from 'react'
import { useFormats } from '../../platform/locale.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { SetReportRule } from './period-queries.ts'
import { usePeriodsText } from './text.ts'
import type { Period } from './YearTable.tsx'

/** Sets what is to be reported from the month under way on, with a reason. */
export function ReportRuleDialog({
  period,
  onClose,
  onSet,
}: {
  period: Period
  onClose: () => void
  onSet: () => void
}) {
  const text = usePeriodsText()
  const formats = useFormats()
  const { reportRule, year } = period
  const [dueDay, setDueDay] = useState<number | string>(reportRule.dueDay)
  const [expects, setExpects] = useState<ReportExpectation>(reportRule.expects)
  const [reason, setReason] = useState('')
  const [set] = useMutation(SetReportRule)
  const { send, sending, errors, failure } = useSending()
  async function submit() {
    const typed = typeof dueDay === 'number' ? dueDay : Number.parseInt(dueDay, 10)
    const input = {
      year,
      revision: reportRule.revision,
      // What is no number is no day of a month.
      dueDay: Number.isInteger(typed) ? typed : 0,
      expects,
      reason,
    }
    const done = await send(async () => (await set({ variables: { input } })).data?.setReportRule)
    if (done) onSet()
  }
  return (
    <Modal opened onClose={onClose} title={text('setReportRuleOf', { year: String(year) })}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <Stack>
          <Text size="sm" className="wrap">
            {text('reportRuleHint', {
              month: reportRule.holdsFrom == null ? '' : formats.month(reportRule.holdsFrom),
            })}
          </Text>
          <NumberInput
            size="md"
            label={text('dueDayAsked')}
            value={dueDay}
            onChange={setDueDay}
            allowDecimal={false}
            error={errors['dueDay']}
          />
          <Radio.Group
            label={text('expects')}
            value={expects}
            onChange={(value) =>
              setExpects(REPORT_EXPECTATIONS.find((one) => one === value) ?? 'EVERY_MONTH')
            }
          >
            <Stack gap="xs" mt={4}>
              {REPORT_EXPECTATIONS.map((one) => (
                <Radio
                  key={one}
                  value={one}
                  label={text(`expects_${one}`)}
                  description={text(`means_${one}`)}
                />
              ))}
            </Stack>
          </Radio.Group>
          <Textarea
            label={text('reason')}
            value={reason}
            error={errors['reason']}
            onChange={({ currentTarget: { value } }) => setReason(value)}
          />
          <FailureNotice message={failure} />
          <Button type="submit" loading={sending}>
            {text('setReportRule')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
