import { createText } from '../../platform/locale.tsx'
import type texts from './messages/zh-CN.json'

export const useCountersigningText = createText<typeof texts>('countersigning')
