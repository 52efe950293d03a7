import { createText } from '../platform/locale.tsx'
import type texts from './messages/zh-CN.json'

export const useUiText = createText<typeof texts>('ui')
