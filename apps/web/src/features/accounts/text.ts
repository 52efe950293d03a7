import { createText } from '../../platform/locale.tsx'
import type texts from './messages/zh-CN.json'

export const useAccountsText = createText<typeof texts>('accounts')
