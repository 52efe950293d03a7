import { Group, Text } from '@mantine/core'
import { graphql } from '../../generated/gql.ts'
import type { FoundLinesFragment } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { Link } from '../../ui/Link.tsx'
import { StatusBadge } from '../../ui/StatusBadge.tsx'
import { Marked } from './Marked.tsx'
import { useSearchText } from './text.ts'

/** What a hit shows. @public read by the code generator */
export const FoundLinesDocumentFragment = graphql(`
  fragment FoundLines on SearchHit {
    kind
    id
    title {
      text
      marks {
        start
        length
      }
    }
    excerpt {
      text
      marks {
        start
        length
      }
    }
    where
    code
    day
    status
  }
`)
type Hit = FoundLinesFragment

/** Where the hit is shown in full; an account in the list of accounts, where it is kept. */
function placeOf({ kind, id, code }: Hit): { to: string; search?: Record<string, unknown> } {
  switch (kind) {
    case 'RECORD':
      return { to: paths.record(id) }
    case 'ORGANISATION':
      return { to: paths.organisation(id) }
    case 'HOUSEHOLD':
      return { to: paths.household(id) }
    case 'VOLUNTEER':
      return { to: paths.volunteer(id) }
    case 'ACCOUNT':
      return { to: paths.userAccounts(), search: { search: code ?? '' } }
  }
}

/** What was found, each with where it is and what was found in it. */
export function HitList({ label, hits }: { label: string; hits: readonly Hit[] }) {
  return (
    <ul className="hits" aria-label={label}>
      {hits.map((hit) => (
        <li key={`${hit.kind}${hit.id}`} className="paper">
          <HitLines hit={hit} />
        </li>
      ))}
    </ul>
  )
}

function HitLines({ hit }: { hit: Hit }) {
  const text = useSearchText()
  const formats = useFormats()
  const facts = [hit.day === null ? '' : formats.day(hit.day), hit.code ?? '', hit.where]
  return (
    <>
      <Group gap="xs" wrap="nowrap" justify="space-between" align="flex-start">
        <Link {...placeOf(hit)}>
          <span className="wrap">
            <Marked value={hit.title} />
          </span>
        </Link>
        {hit.status !== null && <StatusBadge status={hit.status} />}
      </Group>
      {hit.excerpt !== null && (
        <Text size="sm" className="wrap">
          {hit.kind === 'ORGANISATION' && text('formerly')}
          <Marked value={hit.excerpt} />
        </Text>
      )}
      <Text size="sm" c="dimmed" className="wrap">
        {[text(`kind_${hit.kind}`), ...facts.filter((fact) => fact !== '')].join(' · ')}
      </Text>
    </>
  )
}
