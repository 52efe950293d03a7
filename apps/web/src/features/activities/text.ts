import { createText } from '../../platform/locale.tsx'
import type texts from './messages/zh-CN.json'

export const useActivitiesText = createText<typeof texts>('activities')
