import type { Words } from './words.ts'

export const words = import.meta.glob<Words[string]>('../../{features/*,ui}/messages/zh-CN.json', {
  eager: true,
  import: 'default',
})
