import { createText } from '../../platform/locale.tsx'
import type texts from './messages/zh-CN.json'

export const useJointText = createText<typeof texts>('joint')
