import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UPLOAD_LIMITS } from '@gongjian/domain/evidence-files'
import type { Database } from '@gongjian/database'
import sql from 'sql-template-tag'
import type { Config } from '../../platform/config.ts'
import { cityTime } from '../../platform/context.ts'
import { citiesOf } from '../../platform/every-city.ts'
import { rowsOf } from '../../platform/statement.ts'
import { uploadPath, uploadsFolder } from './upload-row.ts'

const dayMilliseconds = 24 * 60 * 60 * 1000

/** Takes away what was begun and not gone on with for days; gives how many that were. */
export async function sweepUploads({ pool }: Database, config: Config): Promise<number> {
  let swept = 0
  for (const city of await citiesOf(pool)) {
    const { now } = cityTime(city)
    const before = new Date(now.getTime() - UPLOAD_LIMITS.daysKept * dayMilliseconds)
    const gone = await rowsOf<{ id: string }>(
      pool,
      sql`DELETE FROM evidence_upload WHERE city_code = ${city.code} AND touched_at < ${before} RETURNING id`,
    )
    swept += gone.length
    for (const { id } of gone) await rm(uploadPath({ config, city }, id), { force: true })
  }
  await sweepFolder(uploadsFolder(config.filesDir))
  return swept
}

/** Files that nobody knows of any more: left where the product was killed in the middle of its work. */
async function sweepFolder(folder: string): Promise<void> {
  const before = Date.now() - 2 * UPLOAD_LIMITS.daysKept * dayMilliseconds
  for (const name of await readdir(folder).catch(() => [])) {
    const file = await stat(join(folder, name)).catch(() => null)
    if (file !== null && file.mtimeMs < before) await rm(join(folder, name), { force: true })
  }
}
