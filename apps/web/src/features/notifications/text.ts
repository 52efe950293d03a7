import { createText } from '../../platform/locale.tsx'
import type texts from './messages/zh-CN.json'

export const useNotificationsText = createText<typeof texts>('notifications')
