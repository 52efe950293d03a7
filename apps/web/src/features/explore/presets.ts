import type { ExploreAddress } from '@gongjian/domain/explore-question'

/** Questions that are asked in most meetings, in whichever city. */
export const PRESETS = [
  { key: 'preset_areas', address: { by: 'ZONE', across: 'AREA', view: 'HEAT' } },
  {
    key: 'preset_labourHead',
    address: {
      measure: 'people.hours',
      by: 'AGENCY',
      kind: 'LABOUR',
      show: 'PER_HEAD',
      view: 'BARS',
      order: 'MOST',
    },
  },
  {
    key: 'preset_onTime',
    address: { measure: 'share.onTime', by: 'AGENCY', view: 'BARS', order: 'LEAST' },
  },
  {
    key: 'preset_bothWays',
    address: { by: 'ZONE', across: 'DIRECTION', show: 'ROW_SHARE', view: 'BARS' },
  },
  {
    key: 'preset_plans',
    address: { measure: 'plans.agreedShare', by: 'ZONE', view: 'BARS', order: 'LEAST' },
  },
  {
    key: 'preset_streetHours',
    address: {
      measure: 'people.hours',
      by: 'STREET',
      across: 'MONTH',
      order: 'MOST',
      view: 'HEAT',
    },
  },
  {
    key: 'preset_signing',
    address: { measure: 'signing.meanDays', by: 'DISTRICT', view: 'BARS', order: 'MOST' },
  },
  {
    key: 'preset_months',
    address: { by: 'MONTH', view: 'LINES', compare: 'SAME_MONTHS' },
  },
] as const satisfies readonly { key: string; address: ExploreAddress }[]
