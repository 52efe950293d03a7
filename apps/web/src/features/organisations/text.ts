import { createText } from '../../platform/locale.tsx'
import type texts from './messages/zh-CN.json'

export const useOrganisationsText = createText<typeof texts>('organisations')
