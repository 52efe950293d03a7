import { createText } from '../../platform/locale.tsx'
import type texts from './messages/zh-CN.json'

export const useDonationsText = createText<typeof texts>('donations')
