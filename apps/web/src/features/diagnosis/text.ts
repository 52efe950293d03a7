import { createText } from '../../platform/locale.tsx'
import type texts from './messages/zh-CN.json'

export const useDiagnosisText = createText<typeof texts>('diagnosis')
