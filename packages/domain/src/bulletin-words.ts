/** What stands in every bulletin: an official document is in the language of the office, whoever reads it. */
export const BULLETIN_WORDS = {
  mark: (issuer: string) => `${issuer}文件`,
  noNumber: '〔发文字号未填〕',
  noTitle: '〔标题未填〕',
  addressees: (addressees: string) => `${addressees}：`,
  attachment: '附件',
  attachmentNote: (title: string) => `附件：${title}`,
  verify: (code: string, address: string) => `（查验码：${code}，查验：${address}）`,
  verifyByCode: (code: string) => `（查验码：${code}）`,
  notPublished: '（送审稿，未印发）',
  rank: '名次',
  line: '序号',
  organisation: '单位',
  total: '得分',
  grade: '等次',
  copies: (copies: string) => `抄送：${copies}。`,
  printed: (day: string) => `${day}印发`,
} as const
