import { createText } from '../../platform/locale.tsx'
import type texts from './messages/zh-CN.json'

export const usePairsMapText = createText<typeof texts>('pairs-map')
