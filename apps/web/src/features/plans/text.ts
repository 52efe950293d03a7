import { createText } from '../../platform/locale.tsx'
import type texts from './messages/zh-CN.json'

export const usePlansText = createText<typeof texts>('plans')
