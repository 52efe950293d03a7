import { createText } from '../../platform/locale.tsx'
import type texts from './messages/zh-CN.json'

export const useAnalysisText = createText<typeof texts>('analysis')
