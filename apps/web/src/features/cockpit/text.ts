import { createText } from '../../platform/locale.tsx'
import type texts from './messages/zh-CN.json'

export const useCockpitText = createText<typeof texts>('cockpit')
