import type { EvidenceKind } from '@gongjian/domain/vocabulary'
import type { ReactNode } from 'react'
import { DocumentLine } from '../../ui/DocumentLine.tsx'
import { PhotoStrip } from '../activities/PhotoStrip.tsx'

export type AppealFile = {
  id: string
  kind: EvidenceKind
  fileName: string
  mediaType: string
  bytes: number
  caption: string
  takenAt?: string | null
  url: string
  thumbnailUrl?: string | null
}

/** What supports an appeal or its answer: photos to look at, documents to open or save; below each what may be done with it. */
export function AppealFiles({
  files,
  below = () => null,
}: {
  files: readonly AppealFile[]
  below?: (file: AppealFile, number: number) => ReactNode
}) {
  const photos = files.filter(({ kind }) => kind === 'PHOTO')
  return (
    <>
      <PhotoStrip
        photos={photos.map((photo) => ({ ...photo, thumbnailUrl: photo.thumbnailUrl ?? null }))}
        below={(_id, index) => {
          const photo = photos[index]
          return photo === undefined ? null : below(photo, index + 1)
        }}
      />
      {files
        .filter(({ kind }) => kind === 'DOCUMENT')
        .map((file, index) => (
          <div key={file.id} className="appeal-document">
            <DocumentLine {...file} />
            {below(file, index + 1)}
          </div>
        ))}
    </>
  )
}
