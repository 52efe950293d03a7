import { checkScheme } from '@gongjian/domain/check-scheme'
import { SCORING_VERSION } from '@gongjian/domain/run-actions'
import type { SchemeContent } from '@gongjian/domain/scheme-content'
import type pg from 'pg'
import { agencyScheme, communityScheme } from './assessment-schemes.ts'
import { loadJointMarks } from './joint-marks.ts'
import { cityCode, demoId } from './organisations.ts'
import { closedAt, loadPublishedResult } from './published-result.ts'
import { indicatorRows } from './read-data.ts'
import { loadedAt, programmeYear } from './year-plan.ts'

/** When the run of each scheme was begun. */
export const begunAt = (kind: SchemeContent['kind']): string =>
  kind === 'AGENCY' ? closedAt : loadedAt.toISOString()
const inForceSince = '2007-10-15T02:00:00Z'
const indicatorUnits = new Map(indicatorRows.map(({ code, unit }) => [code, unit['zh-CN']]))

/**
 * The schemes of the demonstration year, in force, with the marks of the levels, and a run of each that was only begun:
 * the product computes it by its own rules (live-on.ts). That of the agencies is published.
 */
export async function loadAssessment(
  client: pg.Client,
  people: {
    decidedBy: { id: string; name: string }
    secondPerson: { id: string; name: string }
    appellant: { id: string; name: string; organisationId: string }
  },
): Promise<void> {
  const { decidedBy } = people
  for (const scheme of [agencyScheme, communityScheme]) await loadScheme(client, scheme, decidedBy)
  await loadJointMarks(client, { decidedBy, schemeId, runId: assessmentRunId })
  await loadPublishedResult(client, { ...people, runId: assessmentRunId })
}

const schemeId = (kind: string) => demoId(`assessment scheme ${kind}`)
export const jointId = (kind: string) => demoId(`joint assessment ${kind}`)
export const assessmentRunId = (kind: string) => demoId(`assessment run ${kind}`)

async function loadScheme(
  client: pg.Client,
  scheme: SchemeContent,
  { id, name }: { id: string; name: string },
): Promise<void> {
  const checked = checkScheme(scheme, { indicatorUnits })
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  await client.query(
    `INSERT INTO assessment_scheme (city_code, id, programme_year, kind, revision, status, version, title, content, changed_at, changed_by_name, in_force_at)
     VALUES ($1, $2, $3, $4, 1, 'IN_FORCE', 2, $5, $6, $7, $8, $7)`,
    [
      cityCode,
      schemeId(scheme.kind),
      programmeYear,
      scheme.kind,
      scheme.title,
      JSON.stringify(checked.content),
      inForceSince,
      name,
    ],
  )
  await client.query(
    `INSERT INTO assessment_run (city_code, id, scheme_id, programme_year, state, alive_at, scoring_version, indicator_units, started_by_id, started_by_name, started_at)
     VALUES ($1, $2, $3, $4, 'GATHERING', 'epoch', $5, $6, $7, $8, $9)`,
    [
      cityCode,
      assessmentRunId(scheme.kind),
      schemeId(scheme.kind),
      programmeYear,
      SCORING_VERSION,
      JSON.stringify(Object.fromEntries(indicatorUnits)),
      id,
      name,
      begunAt(scheme.kind),
    ],
  )
}
