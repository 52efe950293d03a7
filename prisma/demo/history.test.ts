import { dayIn } from '@gongjian/domain/calendar-day'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { atWork } from './history.ts'

const timeOfDay = (at: Date) =>
  at.toLocaleTimeString('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' })

test('who signs does so at work, on the day on which it was to be', () => {
  const anyMoment = fc.date({
    min: new Date('2007-10-01T00:00:00Z'),
    max: new Date('2008-09-26T00:00:00Z'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(anyMoment, (moment) => {
      const at = atWork(moment)
      expect(dayIn(at, 'Asia/Shanghai')).toBe(dayIn(moment, 'Asia/Shanghai'))
      expect(timeOfDay(at) >= '08:30' && timeOfDay(at) <= '17:30').toBe(true)
    }),
  )
  expect(timeOfDay(atWork(new Date('2008-09-20T02:22:00+08:00')))).toBe('09:23')
})
