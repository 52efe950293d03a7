import { createText } from '../../platform/locale.tsx'
import type texts from './messages/zh-CN.json'

export const useCoverageText = createText<typeof texts>('coverage')
