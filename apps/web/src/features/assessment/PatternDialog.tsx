import { useQuery } from '@apollo/client/react'
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { AssessedKind } from '@gongjian/domain/assessment-measures'
import { indicatorFrom, SCHEME_PATTERNS } from '@gongjian/domain/scheme-patterns'
import type { SchemePattern } from '@gongjian/domain/scheme-patterns'
import { TrySchemeDocument } from './assessment-queries.ts'
import { patternForm } from './scheme-form.ts'
import { useAssessmentText } from './text.ts'
import { useTriedWords } from './tried-words.ts'
import { useFormulaWords } from './use-formula-words.ts'

const codeOf = (pattern: SchemePattern) => `pattern${SCHEME_PATTERNS.indexOf(pattern) + 1}`

/** The ways in which offices give points, each with what it would give a real organisation; one is taken into the scheme. */
export function PatternDialog({
  kind,
  programmeYear,
  organisation,
  names,
  onChoose,
  onClose,
}: {
  kind: AssessedKind
  programmeYear: number
  organisation: { id: string; name: string } | null
  names: ReadonlyMap<string, string>
  onChoose: (pattern: SchemePattern) => void
  onClose: () => void
}) {
  const text = useAssessmentText()
  const triedWords = useTriedWords()
  const inWords = useFormulaWords(names)
  const { data } = useQuery(TrySchemeDocument, {
    variables: {
      input: {
        kind,
        programmeYear,
        organisationId: organisation?.id ?? '',
        indicators: SCHEME_PATTERNS.map((pattern) => patternForm(pattern, kind, codeOf(pattern))),
        grades: [],
        ties: [],
      },
    },
    skip: organisation === null,
  })
  const triedOf = (pattern: SchemePattern) =>
    data?.triedAssessmentScheme?.indicators.find(({ code }) => code === codeOf(pattern))
  return (
    <Modal opened onClose={onClose} size="xl" title={text('patternsTitle')}>
      <Text size="sm" mb="sm">
        {text('patternsHint')}
      </Text>
      <Stack gap="sm">
        {SCHEME_PATTERNS.map((pattern) => {
          const { role, formula } = indicatorFrom(pattern, kind, codeOf(pattern))
          const tried = triedOf(pattern)
          return (
            <Group key={pattern} className="paper" justify="space-between" wrap="nowrap">
              <div style={{ minWidth: 0 }}>
                <Text fw={600}>{text(`pattern_${pattern}`)}</Text>
                <Text size="sm">{text(`patternHint_${pattern}`)}</Text>
                {formula !== '' && (
                  <Text size="sm" c="dimmed" className="wrap">
                    {text('readsAs', { words: inWords(formula) ?? formula })}
                  </Text>
                )}
                {tried !== undefined && organisation !== null && formula !== '' && (
                  <Text size="sm" c="dimmed">
                    {triedWords(tried, { role, organisation: organisation.name })}
                  </Text>
                )}
              </div>
              <Button
                variant="default"
                aria-label={text('takePattern', { name: text(`pattern_${pattern}`) })}
                onClick={() => onChoose(pattern)}
                style={{ flexShrink: 0 }}
              >
                {text('take')}
              </Button>
            </Group>
          )
        })}
      </Stack>
    </Modal>
  )
}
