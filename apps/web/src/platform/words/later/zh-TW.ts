import type { Words } from '../words.ts'

export const words = import.meta.glob<Words[string]>(
  [
    '../../../features/*/messages/zh-TW.json',
    '!../../../features/{accounts,activities,analysis,countersigning,notifications,recording,search,suggestions}/**',
  ],
  { eager: true, import: 'default' },
)
