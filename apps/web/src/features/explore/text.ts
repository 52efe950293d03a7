import { createText } from '../../platform/locale.tsx'
import type texts from './messages/zh-CN.json'

export const useExploreText = createText<typeof texts>('explore')
