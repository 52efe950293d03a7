import { useMutation } from '@apollo/client/react'
import { Alert, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { LANGUAGES } from '@gongjian/domain/indicator-content'
import { ACTIVITY_KINDS, HELP_AREAS } from '@gongjian/domain/vocabulary'
import { useState } from 'react'
import { problemOf } from '../../platform/apollo.ts'
import { useViewer } from '../../platform/session.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { RemoveIndicator, SaveIndicator } from './catalogue-queries.ts'
import { emptyForm, formOf } from './indicator-form.ts'
import type { Entry, IndicatorForm } from './indicator-form.ts'
import { useCatalogueText } from './text.ts'

/** One indicator: what records carry is fixed and shown so; all else can be changed, and a last day set. */
export function IndicatorEditor({
  entry,
  onDone,
}: {
  entry: Entry | null
  /** Saved or removed (with words for it), or left. */
  onDone: (done: string | null) => void
}) {
  const text = useCatalogueText()
  const ui = useUiText()
  const words = useWords()
  const { today } = useViewer()
  const [form, setForm] = useState<IndicatorForm>(() =>
    entry === null ? emptyForm(today) : formOf(entry),
  )
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [failure, setFailure] = useState<string | null>(null)
  const [save, saving] = useMutation(SaveIndicator)
  const [remove, removing] = useMutation(RemoveIndicator)
  const isFixed = entry?.inUse === true
  const change = (part: Partial<IndicatorForm>) => setForm((before) => ({ ...before, ...part }))

  async function submit() {
    setErrors({})
    setFailure(null)
    try {
      const { data } = await save({
        variables: { input: { ...form, version: entry?.version ?? null } },
      })
      const answer = data?.saveIndicator
      if (answer?.__typename === 'Indicator') onDone(text('saved', { name: form.name.zhCn }))
      else if (answer?.__typename === 'InvalidInput')
        setErrors(
          Object.fromEntries(answer.fieldErrors.map(({ path, message }) => [path, message])),
        )
      else setFailure(answer?.message ?? ui('noConnection'))
    } catch (problem) {
      setFailure(problemOf(problem)?.message ?? ui('noConnection'))
    }
  }
  async function removeIt(code: string) {
    setFailure(null)
    try {
      const answer = (await remove({ variables: { input: { code } } })).data?.removeIndicator
      if (answer?.__typename === 'IndicatorRemoved') onDone(text('removed'))
      else setFailure(answer?.message ?? ui('noConnection'))
    } catch (problem) {
      setFailure(problemOf(problem)?.message ?? ui('noConnection'))
    }
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack gap="sm">
        <FailureNotice message={failure} />
        {isFixed && <Alert color="gray">{text('fixedWhy')}</Alert>}
        <TextInput
          label={text('code')}
          description={text('codeRule')}
          value={form.code}
          error={errors['code']}
          disabled={entry !== null}
          onChange={(event) => change({ code: event.currentTarget.value })}
        />
        <Group grow align="flex-start">
          <NativeSelect
            label={text('kind')}
            value={form.kind}
            error={errors['kind']}
            disabled={isFixed}
            data={ACTIVITY_KINDS.map((kind) => ({ value: kind, label: words.kind(kind) }))}
            onChange={(event) => {
              const kind = ACTIVITY_KINDS.find((one) => one === event.currentTarget.value)
              if (kind !== undefined)
                change({
                  kind,
                  area: kind === 'SIX_HELPS' ? (form.area ?? 'PARTY_BUILDING') : null,
                })
            }}
          />
          {form.kind === 'SIX_HELPS' && (
            <NativeSelect
              label={text('area')}
              value={form.area ?? ''}
              error={errors['area']}
              disabled={isFixed}
              data={HELP_AREAS.map((area) => ({ value: area, label: words.area(area) }))}
              onChange={(event) =>
                change({
                  area: HELP_AREAS.find((one) => one === event.currentTarget.value) ?? null,
                })
              }
            />
          )}
        </Group>
        {LANGUAGES.map((language) => (
          <Group key={language} grow align="flex-start" wrap="nowrap">
            <TextInput
              label={text(`name_${language}`)}
              value={form.name[language]}
              error={errors[`name.${language}`]}
              onChange={(event) =>
                change({ name: { ...form.name, [language]: event.currentTarget.value } })
              }
            />
            <TextInput
              label={text(`unit_${language}`)}
              value={form.unit[language]}
              error={errors[`unit.${language}`]}
              disabled={isFixed && language === 'zhCn'}
              onChange={(event) =>
                change({ unit: { ...form.unit, [language]: event.currentTarget.value } })
              }
            />
          </Group>
        ))}
        <Group grow align="flex-start">
          <TextInput
            label={text('decimals')}
            inputMode="numeric"
            value={form.decimals}
            error={errors['decimals']}
            onChange={(event) => change({ decimals: event.currentTarget.value })}
          />
          <TextInput
            label={text('usualMaximum')}
            description={text('usualMaximumWhy')}
            inputMode="decimal"
            value={form.usualMaximum}
            error={errors['usualMaximum']}
            onChange={(event) => change({ usualMaximum: event.currentTarget.value })}
          />
        </Group>
        <Group grow align="flex-start">
          <TextInput
            type="date"
            label={text('validFrom')}
            value={form.validFrom}
            error={errors['validFrom']}
            onChange={(event) => change({ validFrom: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            label={text('validTo')}
            value={form.validTo}
            error={errors['validTo']}
            onChange={(event) => change({ validTo: event.currentTarget.value })}
          />
        </Group>
        <Text size="sm" c="dimmed">
          {text('validToWhy')}
        </Text>
        <Group justify="space-between">
          <Button type="submit" loading={saving.loading}>
            {text('save')}
          </Button>
          {entry !== null && !entry.inUse && (
            <Button
              variant="default"
              loading={removing.loading}
              onClick={() => void removeIt(entry.code)}
            >
              {text('remove')}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}
