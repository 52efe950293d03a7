import { DELIVERY_STATES } from '@gongjian/domain/vocabulary'
import { z } from 'zod'
import { deliveryProblem } from '../notifications/deliver.ts'
import { listRobotDeliveries, listRobots } from '../robots/robot-row.ts'
import type { RobotDeliveryRow, RobotRow } from '../robots/robot-row.ts'
import { define, flag, id, moment, number, text } from './define-table.ts'

/** Robots without their addresses, and what went to them. */
export const robotTables = {
  robots: define<RobotRow>()({
    operation: 'robots',
    filter: z.object({ enabled: flag }),
    columns: ({ text: say }) => [
      { head: say('export.organisation'), width: 30, cell: (row) => text(row.organisation.name) },
      { head: say('export.name'), width: 24, cell: ({ name }) => text(name) },
      { head: say('export.platform'), cell: ({ kind }) => text(say(`words.robot_${kind}`)) },
      { head: say('export.address'), width: 30, cell: (row) => text(row.addressHint) },
      {
        head: say('export.robotOn'),
        cell: ({ enabled }) => text(say(enabled ? 'export.yes' : 'export.no')),
      },
    ],
    page: (context, filter, after) => listRobots(context, { first: 100, after }, filter),
  }),
  'robot-deliveries': define<RobotDeliveryRow>()({
    operation: 'robotDeliveries',
    filter: z.object({ robotId: id, state: z.enum(DELIVERY_STATES).optional() }),
    columns: ({ text: say }) => [
      { head: say('export.robot'), width: 24, cell: ({ robotName }) => text(robotName) },
      { head: say('export.madeAt'), width: 20, cell: ({ madeAt }) => moment(madeAt) },
      { head: say('export.sentAt'), width: 20, cell: ({ sentAt }) => moment(sentAt) },
      {
        head: say('export.notifications'),
        cell: ({ counts }) => number(Object.values(counts).reduce((sum, one) => sum + one, 0)),
      },
      { head: say('export.status'), cell: ({ state }) => text(say(`words.delivery_${state}`)) },
      { head: say('export.tries'), cell: ({ tries }) => number(tries) },
      {
        head: say('export.problem'),
        width: 30,
        cell: ({ problem }) => {
          const known = deliveryProblem(problem)
          return text(known === null ? null : say(`words.problem_${known}`))
        },
      },
    ],
    page: (context, filter, after) => listRobotDeliveries(context, { first: 100, after }, filter),
  }),
}
