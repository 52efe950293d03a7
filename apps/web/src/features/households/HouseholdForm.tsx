import { useApolloClient } from '@apollo/client/react'
import {
  Button,
  Checkbox,
  Group,
  NativeSelect,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core'
import {
  CONSENT_GIVERS,
  CONSENT_PURPOSES,
  HARDSHIP_KINDS,
  PERSONAL_FIELDS,
} from '@gongjian/domain/vocabulary'
import type { PersonalField } from '@gongjian/domain/vocabulary'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { v7 as newId } from 'uuid'
import type { HouseholdDetailFragment } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useViewer } from '../../platform/session.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { SaveHousehold } from './household-mutations.ts'
import { useHouseholdWords } from './household-words.ts'
import { useHouseholdsText } from './text.ts'
import { useSend } from './use-send.ts'

type Typed = Partial<Record<PersonalField, string>>

/**
 * The form of a case. What says who the family is stays in this component until it is sent: it is kept neither on the
 * device nor in the cache, and a change shows it masked, to be typed anew only where it is another now.
 */
export function HouseholdForm({ household }: { household: HouseholdDetailFragment | null }) {
  const text = useHouseholdsText()
  const words = useHouseholdWords()
  const viewer = useViewer()
  const navigate = useNavigate()
  const client = useApolloClient()
  const [id] = useState(() => household?.id ?? newId())
  const [personal, setPersonal] = useState<Typed>({})
  const [emptied, setEmptied] = useState<PersonalField[]>([])
  const [typed, setTyped] = useState({
    hardshipKind: household?.hardshipKind ?? HARDSHIP_KINDS[0],
    situation: household?.situation ?? '',
    membersCount: household === null ? '' : String(household.membersCount),
    consentBy: household?.consentBy ?? CONSENT_GIVERS[0],
    consentOn: household?.consentOn ?? viewer.today,
    consentPurposes: [...(household?.consentPurposes ?? ['VISITS' as const])],
  })
  const { errors, failure, sending, send } = useSend('Household')
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (Object.keys(errors).length === 0) return
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [errors])

  function personalInput(): Typed {
    const entries = PERSONAL_FIELDS.flatMap((field): [PersonalField, string][] => {
      const value = personal[field] ?? ''
      if (emptied.includes(field)) return [[field, '']]
      return value.trim() === '' ? [] : [[field, value]]
    })
    return Object.fromEntries(entries)
  }
  async function save() {
    const saved = await send(async () => {
      const { data } = await client.mutate({
        mutation: SaveHousehold,
        variables: {
          input: { id, version: household?.version ?? null, ...typed, personal: personalInput() },
        },
      })
      return data?.saveHousehold
    })
    if (saved === null) return
    setPersonal({})
    client.cache.evict({ fieldName: 'households' })
    await navigate({ to: paths.household(id) })
  }

  return (
    <form
      ref={form}
      noValidate
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <FailureNotice message={failure} />
      <Stack className="paper" gap="lg">
        <div>
          <Title order={2} size="h3">
            {text('who')}
          </Title>
          <Text size="sm" c="dimmed">
            {text(household === null ? 'sealedWhy' : 'sealedChange')}
          </Text>
        </div>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {PERSONAL_FIELDS.map((field) => {
            const mask = household?.masked[field] ?? null
            return (
              <div key={field}>
                <TextInput
                  label={words.field(field)}
                  autoComplete="off"
                  spellCheck={false}
                  required={field === 'name' && household === null}
                  inputMode={field === 'phone' ? 'tel' : 'text'}
                  placeholder={mask ?? ''}
                  disabled={emptied.includes(field)}
                  value={personal[field] ?? ''}
                  error={errors[`personal.${field}`]}
                  onChange={(event) =>
                    setPersonal({ ...personal, [field]: event.currentTarget.value })
                  }
                />
                {mask !== null && field !== 'name' && (
                  <Checkbox
                    mt={6}
                    label={text('takeOut', { field: words.field(field) })}
                    checked={emptied.includes(field)}
                    onChange={(event) =>
                      setEmptied(
                        event.currentTarget.checked
                          ? [...emptied, field]
                          : emptied.filter((one) => one !== field),
                      )
                    }
                  />
                )}
              </div>
            )
          })}
        </SimpleGrid>
        <Title order={2} size="h3">
          {text('needs')}
        </Title>
        <Group grow align="flex-start">
          <NativeSelect
            size="md"
            label={text('hardshipKind')}
            value={typed.hardshipKind}
            onChange={(event) => {
              const found = HARDSHIP_KINDS.find((one) => one === event.currentTarget.value)
              if (found !== undefined) setTyped({ ...typed, hardshipKind: found })
            }}
            data={HARDSHIP_KINDS.map((one) => ({ value: one, label: words.hardship(one) }))}
          />
          <TextInput
            label={text('membersCount')}
            inputMode="numeric"
            value={typed.membersCount}
            error={errors['membersCount']}
            onChange={(event) => setTyped({ ...typed, membersCount: event.currentTarget.value })}
          />
        </Group>
        <Textarea
          label={text('situation')}
          description={text('noPersonalData')}
          minRows={2}
          autosize
          value={typed.situation}
          error={errors['situation']}
          onChange={(event) => setTyped({ ...typed, situation: event.currentTarget.value })}
        />
        <div>
          <Title order={2} size="h3">
            {text('consent')}
          </Title>
          <Text size="sm" c="dimmed">
            {text('consentWhy')}
          </Text>
        </div>
        <Group grow align="flex-start">
          <NativeSelect
            size="md"
            label={text('consentBy')}
            value={typed.consentBy}
            onChange={(event) => {
              const found = CONSENT_GIVERS.find((one) => one === event.currentTarget.value)
              if (found !== undefined) setTyped({ ...typed, consentBy: found })
            }}
            data={CONSENT_GIVERS.map((one) => ({ value: one, label: words.giver(one) }))}
          />
          <TextInput
            type="date"
            label={text('consentOn')}
            value={typed.consentOn}
            error={errors['consentOn']}
            onChange={(event) => setTyped({ ...typed, consentOn: event.currentTarget.value })}
          />
        </Group>
        <Checkbox.Group
          label={text('consentPurposes')}
          value={typed.consentPurposes}
          error={errors['consentPurposes']}
          onChange={(chosen) =>
            setTyped({
              ...typed,
              consentPurposes: CONSENT_PURPOSES.filter((one) => chosen.includes(one)),
            })
          }
        >
          <Group mt="xs">
            {CONSENT_PURPOSES.map((one) => (
              <Checkbox key={one} value={one} label={words.purpose(one)} />
            ))}
          </Group>
        </Checkbox.Group>
        <Button type="submit" loading={sending}>
          {text('save')}
        </Button>
      </Stack>
    </form>
  )
}
