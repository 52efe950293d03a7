import { Stack, Text, Title } from '@mantine/core'
import type { EvidenceKind } from '@gongjian/domain/vocabulary'
import { DocumentLine } from '../../ui/DocumentLine.tsx'
import { PhotoStrip } from './PhotoStrip.tsx'
import { useActivitiesText } from './text.ts'

type Evidence = {
  id: string
  kind: EvidenceKind
  fileName: string
  mediaType: string
  bytes: number
  caption: string
  takenAt: string | null
  url: string
  thumbnailUrl: string | null
}

/** What was added to a record: its photos to look at, its documents to open or save. */
export function EvidenceStrip({ evidence }: { evidence: readonly Evidence[] }) {
  const text = useActivitiesText()
  if (evidence.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {text('noPhotos')}
      </Text>
    )
  return (
    <Stack gap="xs">
      <Title order={2}>{text('photos')}</Title>
      <PhotoStrip photos={evidence.filter(({ kind }) => kind === 'PHOTO')} />
      {evidence
        .filter(({ kind }) => kind === 'DOCUMENT')
        .map((file) => (
          <DocumentLine key={file.id} {...file} />
        ))}
    </Stack>
  )
}
