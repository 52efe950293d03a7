import { cleanWords } from '@gongjian/domain/clean-text'
import { DESIGNATION_FACTS, designationRefusal } from '@gongjian/domain/designation-rule'
import type { DesignationDecision } from '@gongjian/domain/designation-rule'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { closedJoint, findDesignation } from './designation-row.ts'
import type { DesignationRow } from './designation-row.ts'

const MOST_REASON = 300

/** Decides what the rule proposed: granted on the archive of the year, or refused with a reason. Of two at once one holds. */
export async function decideDesignation(
  context: RequestContext,
  input: { jointId: string; organisationId: string; decision: DesignationDecision; reason: string },
): Promise<DesignationRow> {
  const joint = await closedJoint(context, input.jointId)
  const branch = await findDesignation(context, joint, input.organisationId)
  if (branch === null) throw new NotFound()
  const { decision } = input
  const refusal = designationRefusal(decision, {
    state: branch.state,
    hasArchive: branch.archiveId !== null,
  })
  if (refusal !== null) throw new Refused(refusal)
  const reason = cleanWords(input.reason, {
    maximum: MOST_REASON,
    required: decision === 'REFUSED',
  })
  if (!reason.ok)
    throw new InvalidInput([
      { path: 'reason', code: reason.code, values: { maximum: MOST_REASON } },
    ])
  const basis = Object.fromEntries(DESIGNATION_FACTS.map((fact) => [fact, branch[fact]]))
  const { userId, name } = actingViewer(context)
  await inTransaction(context.database.pool, async (client) => {
    const decided = await firstRowOf(
      client,
      sql`INSERT INTO designation (city_code, joint_id, organisation_id, decision, reason, basis, archive_id, archive_hash, decided_by_id, decided_by_name, decided_at)
          VALUES (${context.city.code}, ${joint.id}::uuid, ${branch.organisationId}::uuid, ${decision}::designation_decision, ${reason.value}, ${JSON.stringify(basis)}::jsonb,
            ${branch.archiveId}::uuid, ${branch.archiveHash}, ${userId}::uuid, ${name}, ${context.now}::timestamptz)
          ON CONFLICT (city_code, joint_id, organisation_id) DO NOTHING RETURNING organisation_id`,
    )
    if (decided === null) throw new Refused('DESIGNATION_DECIDED')
    await appendAudit(client, context, {
      action: decision === 'GRANTED' ? 'designation.grant' : 'designation.refuse',
      subjectKind: 'organisation',
      subjectId: branch.organisationId,
      detail: {
        jointId: joint.id,
        basis,
        archiveId: branch.archiveId,
        archiveHash: branch.archiveHash,
        reason: reason.value,
      },
    })
  })
  const now = await findDesignation(context, joint, branch.organisationId)
  if (now === null) throw new NotFound()
  return now
}
