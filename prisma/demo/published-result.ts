import { createHash } from 'node:crypto'
import { checkBulletin } from '@gongjian/domain/bulletin-content'
import type { BulletinContent } from '@gongjian/domain/bulletin-content'
import { draftBulletin } from '@gongjian/domain/bulletin-draft'
import { certificateCode } from '@gongjian/domain/volunteer-name'
import type pg from 'pg'
import { cityCode, cityName, demoId } from './organisations.ts'
import { programmeYear } from './year-plan.ts'

type Person = { id: string; name: string }
type Of = (kind: string) => string

/** When the scoring of the agencies was closed, and their joint run begun and frozen. */
export const closedAt = '2008-09-21T02:00:00Z'

/**
 * What followed the closing: the agencies' result is published and open to appeals, one of which has its answer; those
 * who were excellent stand in a bulletin, and that of the communities is being written.
 */
export async function loadPublishedResult(
  client: pg.Client,
  {
    runId,
    decidedBy,
    secondPerson,
    appellant,
  }: {
    runId: Of
    decidedBy: Person
    secondPerson: Person
    appellant: Person & { organisationId: string }
  },
): Promise<void> {
  const jointId = demoId('joint assessment AGENCY')
  await client.query(
    `UPDATE joint_assessment SET state = 'APPEALS', version = version + 1, appeals_until = '2008-10-20' WHERE city_code = $1 AND id = $2`,
    [cityCode, jointId],
  )
  await client.query(
    `INSERT INTO run_publication (city_code, run_id, joint_id, published_by_name, published_at) VALUES ($1, $2, $3, $4, '2008-09-22T01:30:00Z')`,
    [cityCode, runId('AGENCY'), jointId, decidedBy.name],
  )
  await client.query(
    `INSERT INTO appeal (city_code, id, joint_id, run_id, organisation_id, indicator_code, reason, state, version, filed_by_id, filed_by_name, filed_at, answer_words, answered_by_name, answered_at)
     VALUES ($1, $2, $3, $4, $5, 'countersigned', $6, 'REJECTED', 2, $7, $8, '2008-09-23T01:10:00Z', $9, $10, '2008-09-24T07:40:00Z')`,
    [
      cityCode,
      demoId('appeal'),
      jointId,
      runId('AGENCY'),
      appellant.organisationId,
      '部分活动已按时填报，因对方没有签署而失分，请核实后计入签署率。',
      appellant.id,
      appellant.name,
      '经核对，未签署的记录均已提醒对方；方案规定只有对方签署认可的才算数，维持原结果。签署后的记录计入下一次考评。',
      decidedBy.name,
    ],
  )
  const excellent = bulletin('AGENCY', {
    documentNumber: '哈直党发〔2008〕21号',
    title: `关于${programmeYear}年度市直属机关党组织共建工作优秀单位的通报`,
    grades: ['EXCELLENT'],
    body: [
      `按照${programmeYear}年度考评方案，经三级联评并公布结果，对市直属机关党组织的共建工作进行了考评。现将考评优秀的单位通报如下。`,
      '一、考评情况',
      '考评以对方签署确认的活动记录为依据，按所属支部平均计算；优秀不超过参加考评单位的百分之二十。优秀单位见附件。',
      '二、有关要求',
      '受通报的单位要再接再厉；其他单位要对照考评结果查找不足。对考评结果有异议的，可在申诉期内提出申诉。',
      '特此通报。',
    ].join('\n'),
  })
  const written = bulletin('COMMUNITY', {
    body: [
      `按照${programmeYear}年度考评方案，对社区党组织的共建工作进行了考评。现将结果通报如下。`,
      '一、总体情况',
      '两级评议截止后补充。',
      '二、考评结果',
      '各社区考评结果见附件。',
      '特此通报。',
    ].join('\n'),
  })
  const published = {
    proposedById: decidedBy.id,
    proposedByName: decidedBy.name,
    proposedAt: '2008-09-25T02:00:00Z',
    publishedById: secondPerson.id,
    publishedByName: secondPerson.name,
    publishedAt: '2008-09-25T08:00:00Z',
  }
  for (const [kind, content, of] of [
    ['AGENCY', excellent, published],
    ['COMMUNITY', written, null],
  ] as const)
    await client.query(
      `INSERT INTO bulletin (city_code, id, run_id, programme_year, kind, state, version, title, document_number, "order", grades, content, code, changed_at, changed_by_name, proposed_by_id, proposed_by_name, proposed_at, published_by_id, published_by_name, published_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
      [
        cityCode,
        demoId(`bulletin ${kind}`),
        runId(kind),
        programmeYear,
        kind,
        of === null ? 'DRAFT' : 'PUBLISHED',
        of === null ? 1 : 3,
        content.title,
        content.documentNumber,
        content.order,
        content.grades,
        JSON.stringify(content),
        certificateCode(createHash('sha256').update(`bulletin ${kind}`).digest()),
        of?.publishedAt ?? '2008-09-25T09:00:00Z',
        decidedBy.name,
        of?.proposedById ?? null,
        of?.proposedByName ?? null,
        of?.proposedAt ?? null,
        of?.publishedById ?? null,
        of?.publishedByName ?? null,
        of?.publishedAt ?? null,
      ],
    )
}

/** A bulletin as the office begins one, with its own words; the figures are the table's, which the product makes of the run. */
function bulletin(kind: 'AGENCY' | 'COMMUNITY', own: Partial<BulletinContent>): BulletinContent {
  const nothing = { EXCELLENT: 0, GOOD: 0, PASS: 0, FAIL: 0 }
  const begun = draftBulletin(
    {
      year: programmeYear,
      kind,
      ranked: 0,
      mean: '0',
      grades: nothing,
      first: [],
      records: '0',
      personTimes: '0',
      silent: [],
    },
    {
      issuer: `${cityName}直属机关工作委员会`,
      today: '2008-09-25',
      order: 'RANK',
      grades: ['EXCELLENT', 'GOOD', 'PASS', 'FAIL'],
      replaces: null,
    },
  )
  const content = { ...begun, ...own }
  const checked = checkBulletin({
    ...content,
    documentNumber: content.documentNumber || '哈直党发〔2008〕22号',
  })
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return { ...checked.content, documentNumber: content.documentNumber }
}
