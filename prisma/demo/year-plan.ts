import type { HelpArea } from '@gongjian/domain/vocabulary'

export const yearStart = '2007-10-01'
/** The moment as of which the demonstration city is loaded: 26 September 2008, 09:00 in Harbin. */
export const loadedAt = new Date('2008-09-26T01:00:00.000Z')
export const programmeYear = 2008

/** How busy each month is: year's end, spring festival, Lei Feng month, the First of July. */
export const months: readonly { month: string; weight: number }[] = [
  { month: '2007-10', weight: 6 },
  { month: '2007-11', weight: 7 },
  { month: '2007-12', weight: 10 },
  { month: '2008-01', weight: 12 },
  { month: '2008-02', weight: 5 },
  { month: '2008-03', weight: 10 },
  { month: '2008-04', weight: 9 },
  { month: '2008-05', weight: 9 },
  { month: '2008-06', weight: 11 },
  { month: '2008-07', weight: 9 },
  { month: '2008-08', weight: 6 },
  { month: '2008-09', weight: 5 },
]

/** Records of the six helps by main area; they add up to the published 1,721. */
export const recordsByArea: Record<HelpArea, number> = {
  PARTY_BUILDING: 330,
  CULTURE: 420,
  PUBLIC_SERVICE: 230,
  GREEN: 120,
  SECURITY: 251,
  RELIEF: 370,
}

export type IndicatorPlan = {
  code: string
  /** The accepted total of the year, in the indicator's own unit. */
  total: string
  /** On how many records it stands. */
  lines: number
  /** Shares are whole multiples of this; as decimal text. */
  step: string
  /** The smallest share, in steps. */
  least: number
  /** How uneven the shares are: 0 all alike. */
  spread: number
}

/** Exact figures as published; 'over' and 'nearly' ones with a plausible figure within what the word means. */
export const sixHelpsPlan: readonly IndicatorPlan[] = [
  { code: 'partyBuilding.lectures', total: '171', lines: 165, step: '1', least: 1, spread: 0.3 },
  { code: 'partyBuilding.symposia', total: '196', lines: 190, step: '1', least: 1, spread: 0.3 },
  { code: 'partyBuilding.charters', total: '5316', lines: 131, step: '1', least: 8, spread: 0.9 },
  { code: 'culture.trainings', total: '986', lines: 548, step: '1', least: 1, spread: 1 },
  { code: 'culture.troupes', total: '139', lines: 136, step: '1', least: 1, spread: 0.2 },
  { code: 'culture.libraries', total: '151', lines: 148, step: '1', least: 1, spread: 0.2 },
  { code: 'culture.bookDrives', total: '261', lines: 254, step: '1', least: 1, spread: 0.2 },
  {
    code: 'publicService.premises',
    total: '972.5',
    lines: 14,
    step: '0.5',
    least: 40,
    spread: 0.8,
  },
  {
    code: 'publicService.openedFacilities',
    total: '269',
    lines: 178,
    step: '1',
    least: 1,
    spread: 0.6,
  },
  {
    code: 'publicService.conveniences',
    total: '263',
    lines: 171,
    step: '1',
    least: 1,
    spread: 0.6,
  },
  { code: 'green.greenSpaces', total: '115', lines: 88, step: '1', least: 1, spread: 0.5 },
  { code: 'green.wasteSortingCommunities', total: '48', lines: 48, step: '1', least: 1, spread: 0 },
  { code: 'security.watchNetworks', total: '269', lines: 201, step: '1', least: 1, spread: 0.5 },
  { code: 'security.nightWatches', total: '341', lines: 259, step: '1', least: 1, spread: 0.6 },
  { code: 'relief.deeds', total: '1447', lines: 533, step: '1', least: 1, spread: 1 },
  { code: 'relief.donationDrives', total: '378', lines: 371, step: '1', least: 1, spread: 0.2 },
]
/** Both stand on the records of the donation drives. */
export const donatedValueTotal = '2670000'
export const benefitedHouseholdsTotal = '41268'

export const labourPlan: readonly Omit<IndicatorPlan, 'lines'>[] = [
  { code: 'labour.facilitiesCleaned', total: '8969', step: '1', least: 3, spread: 0.8 },
  { code: 'labour.guardrailMetres', total: '20864.5', step: '0.5', least: 30, spread: 0.8 },
  { code: 'labour.flowerBeds', total: '874', step: '1', least: 1, spread: 0.7 },
  { code: 'labour.illegalPostings', total: '29745', step: '1', least: 12, spread: 0.8 },
  { code: 'labour.wasteTonnes', total: '1043.6', step: '0.1', least: 4, spread: 0.8 },
]
/** Share of the labour records on which each stands. */
export const labourShares: Record<string, number> = {
  'labour.facilitiesCleaned': 0.62,
  'labour.guardrailMetres': 0.34,
  'labour.flowerBeds': 0.36,
  'labour.illegalPostings': 0.58,
  'labour.wasteTonnes': 0.4,
}
export const labourPersonTimes = 13_995

export const campaignPlan = [
  {
    name: '“迎新春、净家园”公益劳动',
    day: '2008-01-19',
    place: '道里、道外、南岗各街道',
    share: 0.72,
  },
  { name: '“清冰雪、保畅通”公益劳动', day: '2007-12-15', place: '全市主次干道', share: 0.86 },
  { name: '“告别冬天、美化家园”公益劳动', day: '2008-04-12', place: '各共建社区', share: 0.94 },
  {
    name: '“迎奥运、讲文明、树新风”公益劳动',
    day: '2008-07-05',
    place: '各共建社区及周边街路',
    share: 0.98,
  },
] as const

export const visitRecords = 579
export const visitPersonTimes = 8732
export const visitHouseholds = 1217
export const visitDeeds = 537
