import { Button } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { useSuggestionsText } from './text.ts'

const SuggestionDialog = lazy(async () => ({
  default: (await import('./SuggestionDialog.tsx')).SuggestionDialog,
}))

/** Complaints and suggestions: on every page, also before signing in. */
export function SuggestionEntry() {
  const text = useSuggestionsText()
  const [opened, setOpened] = useState(false)
  const [wanted, setWanted] = useState(false)
  return (
    <>
      <Button
        variant="subtle"
        size="sm"
        color="dark"
        h="auto"
        py={8}
        styles={{
          inner: { justifyContent: 'flex-start' },
          label: { whiteSpace: 'normal', textAlign: 'left', lineHeight: 1.4, overflow: 'visible' },
        }}
        onClick={() => {
          setWanted(true)
          setOpened(true)
        }}
      >
        {text('entry')}
      </Button>
      {wanted && (
        <Suspense fallback={null}>
          <SuggestionDialog opened={opened} onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </>
  )
}
