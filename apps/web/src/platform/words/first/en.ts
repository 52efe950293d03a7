import type { Words } from '../words.ts'

export const words = import.meta.glob<Words[string]>(
  '../../../{features/{accounts,activities,analysis,countersigning,notifications,recording,search,suggestions},ui}/messages/en.json',
  { eager: true, import: 'default' },
)
