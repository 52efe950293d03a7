import { isOutsideUsual } from '@gongjian/domain/usual-range'
import type { UsualRange } from '@gongjian/domain/usual-range'
import { Text } from '@mantine/core'
import { useFormats } from '../../platform/locale.tsx'
import { useActivitiesText } from './text.ts'

/** Why a quantity makes one look twice: by what is usually accepted, and where too little is known by the catalogue. */
export function UnusualQuantity({
  quantity,
  unit,
  usualRange,
  usualMaximum,
}: {
  quantity: string
  unit: string
  usualRange?: UsualRange | null
  usualMaximum: string
}) {
  const text = useActivitiesText()
  const formats = useFormats()
  const isOutside = usualRange && isOutsideUsual(quantity, usualRange)
  if (!isOutside && !isOutsideUsual(quantity, { from: '0', to: usualMaximum })) return null
  return (
    <Text size="sm" style={{ color: '#6b4700' }}>
      {isOutside
        ? text('outsideUsual', {
            from: formats.number(usualRange.from),
            to: formats.number(usualRange.to),
            quantity: formats.number(quantity),
            unit,
          })
        : text('aboveUsual', { maximum: formats.number(usualMaximum), unit })}
    </Text>
  )
}
