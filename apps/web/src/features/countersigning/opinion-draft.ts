export type OpinionDraft = {
  /** The version of the record that it was written on. */
  version: number
  mode: 'sign' | 'return'
  quantities: Record<string, string>
  usefulness: number | null
  words: string
  reason: string
  fieldReasons: Record<string, string>
}

const emptyDraft = (version: number): OpinionDraft => ({
  version,
  mode: 'sign',
  quantities: {},
  usefulness: null,
  words: '',
  reason: '',
  fieldReasons: {},
})

/** Opinions begun and not given, by record; they are gone with the page, as at signing out. */
const begun = new Map<string, OpinionDraft>()

/** What was written on the record before one went on to another; corrected quantities only of the same version. */
export function draftOf(id: string, version: number): OpinionDraft {
  const draft = begun.get(id)
  if (draft === undefined) return emptyDraft(version)
  return draft.version === version ? draft : { ...draft, version, quantities: {} }
}

export function keepDraft(id: string, draft: OpinionDraft): void {
  begun.set(id, draft)
}

export function forgetDraft(id: string): void {
  begun.delete(id)
}
