import { initialsOfLetter } from '@gongjian/database/pinyin-initials'
import { excerptOf, markText } from '@gongjian/domain/search-query'
import { pageOfActivities } from '../activities/list-activities.ts'
import { activitySearchOf, searchConditions, seesWide } from '../activities/search-activities.ts'
import type { Finder } from './search-hit.ts'

const fields = new Set(['title', 'words', 'agencySide', 'communitySide'])

/** Records in sight that hold every word, or whose side is called so, the newest day first. */
export const recordFinder: Finder = {
  operation: 'activities',
  async find(context, { typed, forms }, page) {
    const search = await activitySearchOf(context, typed)
    if (search === null) return []
    const { conditions, leavesMany } = await searchConditions(context, search)
    const walksInOrder = leavesMany && seesWide(context.viewer)
    const { nodes } = await pageOfActivities(
      context,
      page,
      'NEWEST_DAY',
      conditions,
      fields,
      walksInOrder,
    )
    return nodes.map(({ cursor, node }) => ({
      key: cursor,
      hit: {
        kind: 'RECORD',
        id: node.id,
        title: markText(node.title, forms, initialsOfLetter),
        excerpt: excerptOf(node.words, forms),
        where: `${node.agencySide.name} · ${node.communitySide.name}`,
        code: null,
        day: node.day,
        status: node.status,
      },
    }))
  },
}
