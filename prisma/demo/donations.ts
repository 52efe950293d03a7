import { communityChain } from '@gongjian/domain/audit-event'
import type { AuditEventContent } from '@gongjian/domain/audit-event'
import type { ActivityContent } from '@gongjian/domain/activity-content'
import { multiplyDecimals, sumDecimals } from '@gongjian/domain/decimal-text'
import { DONATED_VALUE } from '@gongjian/domain/donation-lines'
import type { DonationLine } from '@gongjian/domain/donation-lines'
import { MAY_BE_CONFIRMED, receivingSide } from '@gongjian/domain/donation-receipt'
import type { DemoUser } from './accounts.ts'
import type { Cell } from './copy-rows.ts'
import type { DemoRecord } from './history.ts'
import { cityCode, demoId } from './organisations.ts'
import { seededRandom } from './random.ts'
import type { Random } from './random.ts'
import { loadedAt } from './year-plan.ts'

export type DemoDrive = {
  id: string
  name: string
  purpose: string
  opensOn: string
  closesOn: string
}

/** The drives of the year, called by the city committee; the last one is open on the day of the demonstration. */
export const demoDrives: readonly DemoDrive[] = [
  ['送温暖', '元旦、春节期间慰问困难家庭。', '2007-12-10', '2008-02-29'],
  ['抗震救灾捐款', '支援汶川地震灾区。', '2008-05-13', '2008-06-30'],
  ['金秋助学', '资助困难家庭子女入学。', '2008-08-11', '2008-10-15'],
].map(([name = '', purpose = '', opensOn = '', closesOn = '']) => ({
  id: demoId(`donation drive ${opensOn}`),
  name,
  purpose,
  opensOn,
  closesOn,
}))

const units: Readonly<Record<string, readonly [string, string]>> = {
  大米和豆油: ['份', '80'],
  过冬棉被: ['床', '120'],
  学习用品: ['套', '40'],
  衣物: ['件', '30'],
  图书: ['册', '20'],
  常用药品: ['盒', '25'],
  电脑和桌椅: ['套', '1500'],
}
const others = ['社区小学', '区敬老院', '社区卫生服务站', '市慈善总会']

const randomOf = ({ id }: Pick<DemoRecord, 'id'>): Random =>
  seededRandom(Number.parseInt(id.slice(-7), 16))

/** The records with what is known of their donations: how many, by which receipt, for which drive, to whom. */
export function withDonationDetails(records: readonly DemoRecord[]): DemoRecord[] {
  let given = 0
  const isTour = ({ pairing, status, content, steps }: DemoRecord) =>
    pairing.agencySide.code === 'A001-01' &&
    status === 'SUBMITTED' &&
    content.direction === 'AGENCY_TO_COMMUNITY' &&
    steps.length === 1
  return records.map((record) => {
    // Two of the records that wait for the community of the tour bring something with them.
    const gift = isTour(record) && given < tourGifts.length ? tourGifts[given++] : undefined
    const changed = (content: ActivityContent): ActivityContent => {
      const lines = gift ?? content.donations
      if (lines.length === 0) return content
      return {
        ...content,
        outputs:
          gift === undefined
            ? content.outputs
            : [
                ...content.outputs,
                {
                  indicatorCode: DONATED_VALUE,
                  quantity: sumDecimals(lines.map(({ valueYuan }) => valueYuan)),
                },
              ],
        donations: lines.map((line, index) => detailed(randomOf(record), line, content.day, index)),
      }
    }
    return {
      ...record,
      content: changed(record.content),
      steps: record.steps.map((step) =>
        'content' in step ? { ...step, content: changed(step.content) } : step,
      ),
    }
  })
}

const tourGifts: readonly DonationLine[][] = [
  [
    { kind: 'CASH', description: '党员捐款', valueYuan: '1200' },
    { kind: 'GOODS', description: '学习用品', valueYuan: '800' },
  ],
  [{ kind: 'GOODS', description: '图书', valueYuan: '600' }],
]

function detailed(random: Random, line: DonationLine, day: string, index: number): DonationLine {
  const drive = demoDrives.find(({ opensOn, closesOn }) => opensOn <= day && day <= closesOn)
  const [unit = '', price = '1'] = units[line.description] ?? []
  const count = Math.floor(Number(line.valueYuan) / Number(price))
  const isCounted = line.kind === 'GOODS' && unit !== '' && count > 0
  const isForDrive = drive !== undefined && random.chance(0.75)
  const goesElsewhere = random.chance(0.08)
  return {
    ...line,
    ...(isCounted ? { quantity: String(count), unit } : {}),
    ...(isForDrive ? { driveId: drive.id } : {}),
    ...(goesElsewhere ? { recipient: 'OTHER', recipientName: random.pick(others) } : {}),
    ...(line.kind === 'CASH' || random.chance(0.4)
      ? {
          receiptNumber: `捐${day.slice(2, 4)}${day.slice(5, 7)}-${random.between(100, 999)}${index + 1}`,
        }
      : {}),
  }
}

const hour = 3_600_000
const shortfalls = ['清点时少一份，已告知支部。', '部分物品破损，未计入。', '尾款尚未到账。']

export const donationColumns = {
  donation_drive:
    'city_code id name purpose opens_on closes_on organiser_id version created_by_id created_at updated_at'.split(
      ' ',
    ),
  donation_confirmation:
    'city_code id activity_id position activity_version kind description claimed_quantity unit claimed_value_yuan received_quantity received_value_yuan reason confirmed_by_id confirmed_by_name confirmed_for_id confirmed_for_name confirmed_at'.split(
      ' ',
    ),
  donation:
    'city_code activity_id position kind description quantity unit value_yuan drive_id recipient recipient_name receipt_number confirmation_id received_quantity received_value_yuan'.split(
      ' ',
    ),
} as const

/** The drives, and the lines of the records with what their recipients confirmed: most of them, not all. */
export function donationRows(
  records: readonly DemoRecord[],
  {
    caller,
    recorderOf,
    officerOf,
  }: {
    caller: DemoUser | undefined
    recorderOf: Map<string, DemoUser>
    officerOf: Map<string, DemoUser>
  },
) {
  const rows = {
    donation_drive: [] as Cell[][],
    donation_confirmation: [] as Cell[][],
    donation: [] as Cell[][],
  }
  const events: AuditEventContent[] = []
  const event = (
    actor: DemoUser,
    at: Date,
    what: Pick<AuditEventContent, 'chain' | 'action' | 'subjectKind' | 'subjectId' | 'detail'>,
  ) =>
    events.push({
      city: cityCode,
      at,
      actorId: actor.id,
      actorName: actor.name,
      actorRole: actor.roles[0]?.role ?? null,
      organisationId: actor.roles[0]?.organisation.id ?? null,
      ...what,
    })

  for (const { id, ...drive } of caller === undefined ? [] : demoDrives) {
    const { name, purpose, opensOn, closesOn } = drive
    const at = new Date(Date.parse(`${opensOn}T09:00:00+08:00`) - 72 * hour)
    const organiser = caller?.roles[0]?.organisation.id
    if (caller === undefined || organiser === undefined) continue
    rows.donation_drive.push([
      cityCode,
      id,
      name,
      purpose,
      opensOn,
      closesOn,
      organiser,
      1,
      caller.id,
      at,
      at,
    ])
    event(caller, at, {
      chain: 'city',
      action: 'donationDrive.save',
      subjectKind: 'donationDrive',
      subjectId: id,
      detail: { version: 1, content: { ...drive } },
    })
  }

  for (const record of records) {
    const { content, pairing, steps, status } = record
    const random = randomOf(record)
    const last = steps.at(-1)
    const confirmer =
      receivingSide(content.direction) === 'COMMUNITY_SIDE'
        ? officerOf.get(pairing.communitySide.id)
        : recorderOf.get(pairing.agencySide.id)
    // What was signed long ago is all confirmed; of the present quarter's some still waits.
    const isLate = content.day >= '2008-07-01'
    const at = new Date(
      Math.min((last?.at.getTime() ?? 0) + random.between(1, 20) * hour, loadedAt.getTime() - hour),
    )
    const version =
      steps.length + Number(content.direction === 'JOINT' && status === 'COUNTERSIGNED')
    const word = (line: DonationLine, position: number) => {
      const isAwaited = status === 'SUBMITTED' || (isLate && random.chance(0.2))
      if (!MAY_BE_CONFIRMED[status] || isAwaited || confirmer === undefined) return null
      const isLess = isLate && random.chance(0.04)
      return {
        id: demoId(`donation confirmation ${record.id} ${position}`),
        quantity: line.quantity ?? null,
        value: isLess ? multiplyDecimals(line.valueYuan, '0.9') : line.valueYuan,
        reason: isLess ? random.pick(shortfalls) : '',
      }
    }
    const confirmed: AuditEventContent['detail'][] = []
    for (const [index, line] of content.donations.entries()) {
      const position = index + 1
      const said = word(line, position)
      const [role] = confirmer?.roles ?? []
      const { kind, description, quantity = null, unit = '', valueYuan } = line
      if (said !== null && confirmer !== undefined && role !== undefined) {
        rows.donation_confirmation.push([
          cityCode,
          said.id,
          record.id,
          position,
          version,
          kind,
          description,
          quantity,
          unit,
          valueYuan,
          said.quantity,
          said.value,
          said.reason,
          confirmer.id,
          confirmer.name,
          role.organisation.id,
          role.organisation.name,
          at,
        ])
        confirmed.push({
          position,
          claimedQuantity: quantity,
          claimedValueYuan: valueYuan,
          receivedQuantity: said.quantity,
          receivedValueYuan: said.value,
          reason: said.reason,
        })
      }
      rows.donation.push([
        cityCode,
        record.id,
        position,
        kind,
        description,
        quantity,
        unit,
        valueYuan,
        line.driveId ?? null,
        line.recipient ?? 'RECEIVING_SIDE',
        line.recipientName ?? '',
        line.receiptNumber ?? '',
        said?.id ?? null,
        said?.quantity ?? null,
        said?.value ?? null,
      ])
    }
    if (confirmed.length > 0 && confirmer !== undefined)
      event(confirmer, at, {
        chain: communityChain(pairing.communitySide.code),
        action: 'donation.confirm',
        subjectKind: 'activity',
        subjectId: record.id,
        detail: { version, lines: confirmed },
      })
  }
  return { rows, events }
}
