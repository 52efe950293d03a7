import { canonicalJson } from './canonical-json.ts'
import type { JsonValue } from './canonical-json.ts'
import type { Role } from './vocabulary.ts'

export const AUDIT_ACTIONS = [
  'activity.saveDraft',
  'activity.submit',
  'activity.withdraw',
  'activity.countersign',
  'activity.return',
  'activity.reopen',
  'activity.takeOver',
  'evidence.add',
  'evidence.remove',
  'donation.confirm',
  'donation.correct',
  'donationDrive.save',
  'account.signIn',
  'account.signInFailed',
  'account.signOut',
  'account.signOutEverywhere',
  'account.changePassword',
  'account.switchRole',
  'account.create',
  'account.disable',
  'account.enable',
  'account.grantRole',
  'account.revokeRole',
  'account.resetPassword',
  'token.create',
  'token.revoke',
  'catalogue.save',
  'catalogue.order',
  'catalogue.remove',
  'suggestion.send',
  'suggestion.answer',
  'household.create',
  'household.change',
  'household.pair',
  'household.endPairing',
  'household.close',
  'household.reopen',
  'household.erase',
  'household.reveal',
  'household.decideDuplicate',
  'household.recordVisit',
  'household.closeFollowUp',
  'household.rotateKeys',
  'export',
  'campaign.save',
  'campaign.move',
  'campaign.signUp',
  'volunteer.save',
  'volunteer.saveTeam',
  'volunteer.changeTeam',
  'labour.openSession',
  'labour.closeSession',
  'labour.checkIn',
  'labour.checkOut',
  'labour.enter',
  'labour.correct',
  'certificate.issue',
  'certificate.revoke',
  'robot.save',
  'robot.remove',
  'robot.stop',
  'import.keep',
  'import.undo',
  'archive.make',
  'archive.made',
  'archive.cancel',
  'archive.download',
  'bulletin.draft',
  'bulletin.save',
  'bulletin.takeFigures',
  'bulletin.propose',
  'bulletin.sendBack',
  'bulletin.publish',
  'bulletin.supersede',
  'period.open',
  'period.beginClosing',
  'period.reopen',
  'period.lock',
  'period.grantException',
  'period.revokeException',
  'period.setReportRule',
  'correction.propose',
  'correction.approve',
  'correction.refuse',
  'correction.withdraw',
  'position.nameDeputy',
  'position.endDeputation',
  'position.handOver',
  'position.confirmHandOver',
  'organisation.planChange',
  'organisation.change',
  'organisation.cancelChange',
  'pairing.open',
  'pairing.end',
  'assessment.saveScheme',
  'assessment.discardScheme',
  'assessment.putInForce',
  'assessment.retireScheme',
  'assessment.mark',
  'assessment.startRun',
  'assessment.cancelRun',
  'assessment.runDone',
  'joint.open',
  'joint.deliver',
  'joint.takeBack',
  'joint.leaveOut',
  'joint.remind',
  'joint.close',
  'joint.publish',
  'joint.rerun',
  'joint.decide',
  'appeal.file',
  'appeal.withdraw',
  'appeal.answer',
  'designation.grant',
  'designation.refuse',
  'plan.save',
  'plan.propose',
  'plan.takeBack',
  'plan.agree',
  'plan.return',
  'plan.discard',
  'diagnosis.setThreshold',
  'diagnosis.followUp',
  'view.share',
  'view.unshare',
  'view.remove',
] as const
export type AuditAction = (typeof AUDIT_ACTIONS)[number]

export type AuditEventContent = {
  city: string
  chain: string
  at: Date
  actorId: string | null
  actorName: string
  actorRole: Role | null
  organisationId: string | null
  action: AuditAction
  subjectKind: string
  subjectId: string
  detail: JsonValue
}

/** The chain of everything that is not an activity's. */
export const CITY_CHAIN = 'city'

/** One chain for each community side, so that writers of different communities do not wait for each other. */
export function communityChain(communitySideCode: string): string {
  return `community:${communitySideCode}`
}

/** The event as it is hashed and stored. */
export function canonicalEvent({ at, ...event }: AuditEventContent): string {
  return canonicalJson({ ...event, at: at.toISOString() })
}

/** Before the first event of a chain. */
export const GENESIS_HASH = '0'.repeat(64)

/** What is hashed (SHA-256, hexadecimal) for a link: the one before it, its number, the event. */
export function linkText(
  previousHash: string,
  sequence: number | bigint | string,
  event: string,
): string {
  return `${previousHash}\n${sequence}\n${event}`
}
