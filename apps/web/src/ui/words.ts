import { useUiText } from './text.ts'
import type texts from './messages/zh-CN.json'

type Key = keyof typeof texts

/** The words of the field for the API's enum values. */
export function useWords() {
  const text = useUiText()
  const known = (key: string): string => text(key as Key)
  return {
    kind: (kind: string) => known(`kind_${kind}`),
    area: (area: string) => known(`area_${area}`),
    direction: (direction: string) => known(`direction_${direction}`),
    status: (status: string) => known(`status_${status}`),
    question: (question: string) => known(`question_${question}`),
    role: (role: string) => known(`role_${role}`),
    organisationKind: (kind: string) => known(`organisation_${kind}`),
    level: (level: string) => known(`level_${level}`),
    decision: (decision: string) => known(`decision_${decision}`),
    step: (step: string) => known(`step_${step}`),
    action: (action: string) => known(`action_${action.replace('.', '_')}`),
    scope: (scope: string) => known(`scope_${scope}`),
    suggestion: (kind: string) => known(`suggestion_${kind}`),
    usefulness: (value: number) => known(`usefulness_${value}`),
  }
}
