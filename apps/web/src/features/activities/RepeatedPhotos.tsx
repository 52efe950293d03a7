import { Alert } from '@mantine/core'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { Link } from '../../ui/Link.tsx'
import { useActivitiesText } from './text.ts'

/** Photos that another record carries too, with that record where the reader may see it. Nothing is blocked by it. */
export function RepeatedPhotos({
  photos,
  repeated,
}: {
  photos: readonly { id: string; caption: string }[]
  repeated: readonly {
    evidenceId: string
    otherId: string | null
    otherTitle: string | null
    otherDay: string | null
  }[]
}) {
  const text = useActivitiesText()
  const formats = useFormats()
  if (repeated.length === 0) return null
  const nameOf = (id: string) => {
    const at = photos.findIndex((photo) => photo.id === id)
    return photos[at]?.caption || text('photoNumber', { number: at + 1 })
  }
  return (
    <Alert color="gray" variant="light" title={text('repeatedPhotos')}>
      {text('repeatedPhotosHint')}
      <ul className="plain-list">
        {repeated.map(({ evidenceId, otherId, otherTitle, otherDay }) => (
          <li key={`${evidenceId} ${otherId ?? ''}`}>
            {otherId === null ? (
              text('repeatedPhotoOutOfSight', { photo: nameOf(evidenceId) })
            ) : (
              <>
                {text('repeatedPhotoIn', { photo: nameOf(evidenceId) })}{' '}
                <Link to={paths.record(otherId)}>
                  {otherTitle || text('untitled')}
                  {otherDay === null ? '' : ` · ${formats.day(otherDay)}`}
                </Link>
              </>
            )}
          </li>
        ))}
      </ul>
    </Alert>
  )
}
