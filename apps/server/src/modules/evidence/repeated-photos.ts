import { SAME_PHOTO_MAXIMUM_DISTANCE } from '@gongjian/domain/photo-fingerprint'
import sql from 'sql-template-tag'
import { visibleActivities } from '../activities/activity-row.ts'
import { partsLoader } from '../activities/activity-parts.ts'

/** A photo of a record that another record carries too; of one out of the reader's sight only that there is one. */
export type RepeatedPhotoRow = {
  activityId: string
  evidenceId: string
  otherId: string | null
  otherTitle: string | null
  otherDay: string | null
}

/**
 * The photos of records that look like a photo of another record of the city: the same file, or a fingerprint with at
 * most three bits of 64 different. Found by index: the quarters of the fingerprint, of which one is then the same.
 */
export const loadRepeatedPhotos = partsLoader<RepeatedPhotoRow>(
  'repeated photos',
  (
    { city, viewer },
    ids,
  ) => sql`SELECT DISTINCT e.activity_id AS "activityId", e.id AS "evidenceId", seen.id AS "otherId", seen.title AS "otherTitle", seen.day AS "otherDay"
    FROM evidence e
    JOIN LATERAL (
      SELECT o.activity_id FROM evidence o
      WHERE o.city_code = e.city_code AND o.sha256 = e.sha256 AND o.activity_id <> e.activity_id AND o.removed_at IS NULL
      UNION
      SELECT o.activity_id FROM evidence o
      WHERE o.city_code = e.city_code AND o.fingerprint_bands && e.fingerprint_bands AND o.activity_id <> e.activity_id AND o.removed_at IS NULL
        AND bit_count(('x' || o.fingerprint)::bit(64) # ('x' || e.fingerprint)::bit(64)) <= ${SAME_PHOTO_MAXIMUM_DISTANCE}
    ) same ON true
    JOIN activity other ON other.city_code = e.city_code AND other.id = same.activity_id AND other.status <> 'WITHDRAWN'
    LEFT JOIN LATERAL (
      SELECT t.id, t.title, t.day::text AS day FROM activity t
      WHERE t.city_code = other.city_code AND t.id = other.id AND ${visibleActivities(viewer)}
    ) seen ON true
    WHERE e.city_code = ${city.code} AND e.activity_id = ANY(${ids}::uuid[]) AND e.removed_at IS NULL
    ORDER BY 1, 2, 5, 3`,
)
