import { BULLETIN_ORDERS } from '@gongjian/domain/bulletin-content'
import { GRADES } from '@gongjian/domain/scheme-content'
import { z } from 'zod'

/** What the office wrote, as it is stored: packages/domain/src/bulletin-content.ts says what it means. */
export const storedBulletin = z.object({
  issuer: z.string(),
  documentNumber: z.string(),
  title: z.string(),
  addressees: z.string(),
  body: z.string(),
  attachmentTitle: z.string(),
  copies: z.string(),
  printedBy: z.string(),
  issuedOn: z.string(),
  order: z.enum(BULLETIN_ORDERS),
  grades: z.array(z.enum(GRADES)),
})
