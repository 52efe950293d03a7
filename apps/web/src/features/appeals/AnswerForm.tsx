import { useMutation } from '@apollo/client/react'
import { Button, Group, NativeSelect, Radio, Text, Textarea, TextInput, Title } from '@mantine/core'
import { APPEAL_ANSWERS, APPEAL_LIMITS } from '@gongjian/domain/appeal-actions'
import type { AppealAnswer } from '@gongjian/domain/appeal-actions'
import { MARKING_LEVELS } from '@gongjian/domain/scheme-content'
import { useState } from 'react'
import type { AppealQuery } from '../../generated/graphql.ts'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { AppealFilePicker } from './AppealFilePicker.tsx'
import { AnswerAppealDocument } from './appeal-queries.ts'
import { useAppealText } from './text.ts'

/** Answers an appeal once: with words, with what is corrected, and where it is about a mark with the corrected mark. */
export function AnswerForm({
  appeal,
  onFiles,
}: {
  appeal: NonNullable<AppealQuery['appeal']>
  onFiles: () => Promise<unknown>
}) {
  const text = useAppealText()
  const levels = appeal.indicator?.method.levels?.map(({ level }) => level) ?? []
  const [answer, setAnswer] = useState<AppealAnswer>('REJECTED')
  const [words, setWords] = useState('')
  const [correction, setCorrection] = useState('')
  const [level, setLevel] = useState(levels[0] ?? null)
  const [points, setPoints] = useState('')
  const [answerAppeal] = useMutation(AnswerAppealDocument)
  const { send, sending, errors, failure } = useSending()
  const isUpheld = answer !== 'REJECTED'
  const mark = isUpheld && level !== null && points.trim() !== '' ? { level, points } : null
  return (
    <form
      noValidate
      className="paper no-print"
      onSubmit={(event) => {
        event.preventDefault()
        const { id, version } = appeal
        void send(
          async () =>
            (
              await answerAppeal({
                variables: { input: { id, version, answer, words, correction, mark } },
              })
            ).data?.answerAppeal,
        )
      }}
    >
      <Title order={2} size="h3">
        {text('answerTitle')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {text('answerHint')}
      </Text>
      <FailureNotice message={failure} />
      <Radio.Group
        label={text('answer')}
        value={answer}
        onChange={(value) => setAnswer(APPEAL_ANSWERS.find((one) => one === value) ?? 'REJECTED')}
      >
        <Group mt="xs">
          {APPEAL_ANSWERS.map((one) => (
            <Radio key={one} value={one} label={text(`state_${one}`)} />
          ))}
        </Group>
      </Radio.Group>
      <Textarea
        mt="md"
        size="md"
        label={text('words')}
        autosize
        minRows={3}
        maxLength={APPEAL_LIMITS.words}
        value={words}
        error={errors['words']}
        onChange={({ currentTarget: { value } }) => setWords(value)}
      />
      {isUpheld && (
        <Textarea
          mt="md"
          size="md"
          label={text('correction')}
          description={text('correctionHint')}
          autosize
          minRows={2}
          maxLength={APPEAL_LIMITS.correction}
          value={correction}
          error={errors['correction']}
          onChange={({ currentTarget: { value } }) => setCorrection(value)}
        />
      )}
      {isUpheld && levels.length > 0 && (
        <Group mt="md" align="flex-start">
          <NativeSelect
            size="md"
            label={text('markLevel')}
            value={level ?? ''}
            data={levels.map((value) => ({ value, label: text(`level_${value}`) }))}
            error={errors['mark.level']}
            onChange={({ currentTarget: { value } }) =>
              setLevel(MARKING_LEVELS.find((one) => one === value) ?? null)
            }
          />
          <TextInput
            size="md"
            label={text('markPoints', { maximum: appeal.indicator?.weight ?? '' })}
            inputMode="decimal"
            value={points}
            error={errors['mark.points']}
            onChange={({ currentTarget: { value } }) => setPoints(value)}
          />
        </Group>
      )}
      {appeal.mayAddFiles && (
        <AppealFilePicker appealId={appeal.id} files={appeal.answerFiles} onChanged={onFiles} />
      )}
      <Button mt="md" size="md" type="submit" loading={sending}>
        {text('sendAnswer')}
      </Button>
    </form>
  )
}
