import { Button, Group, NativeSelect, Text } from '@mantine/core'
import { MARKING_LEVELS } from '@gongjian/domain/scheme-content'
import { JOINT_BODY_STATES } from '@gongjian/domain/joint-actions'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { JointAssessmentQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import type { TableColumn } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { Link } from '../../ui/Link.tsx'
import { useUiText } from '../../ui/text.ts'
import type { LeftOut } from './LeaveOutDialog.tsx'
import { useJointText } from './text.ts'

type Body = NonNullable<JointAssessmentQuery['jointAssessment']>['bodies'][number]
type Search = { level?: string | undefined; state?: string | undefined }

/** Level by level, who has delivered. */
export function BodyTable({
  jointId,
  bodies,
  marksAreOpen,
  onLeaveOut,
}: {
  jointId: string
  bodies: readonly Body[]
  marksAreOpen: boolean
  onLeaveOut: ((left: LeftOut) => void) | null
}) {
  const text = useJointText()
  const ui = useUiText()
  const formats = useFormats()
  const navigate = useNavigate()
  const search: Search = useSearch({ strict: false })
  const levels = MARKING_LEVELS.filter((one) => bodies.some(({ level }) => level === one))
  const set = (part: Search) =>
    void navigate({
      to: paths.jointAssessment(jointId),
      search: { ...search, ...part },
      replace: true,
    })
  const shown = bodies.filter(
    ({ level, state }) =>
      (!search.level || level === search.level) && (!search.state || state === search.state),
  )
  const leaving: TableColumn<Body>[] =
    onLeaveOut === null
      ? []
      : [
          {
            key: 'leaveOut',
            head: text('leaveOut'),
            cell: ({ level, bodyId, bodyName, state }) =>
              state === 'MARKING' ? (
                <Button
                  size="compact-md"
                  variant="default"
                  aria-label={`${text('leaveOut')} ${bodyName}`}
                  onClick={() => onLeaveOut({ level, bodyId, name: bodyName })}
                >
                  {text('leaveOut')}
                </Button>
              ) : (
                ''
              ),
          },
        ]
  if (bodies.length === 0)
    return <EmptyState title={text('noBodies')} hint={text('noBodiesHint')} />
  return (
    <div className="paper">
      {bodies.length > 1 && (
        <Group align="flex-end" mb="md" className="no-print">
          <NativeSelect
            size="md"
            label={text('level')}
            value={search.level ?? ''}
            data={[
              { value: '', label: ui('all') },
              ...levels.map((value) => ({ value, label: text(`level_${value}`) })),
            ]}
            onChange={({ currentTarget: { value } }) => set({ level: value || undefined })}
          />
          <NativeSelect
            size="md"
            label={text('bodyState')}
            value={search.state ?? ''}
            data={[
              { value: '', label: ui('all') },
              ...JOINT_BODY_STATES.map((value) => ({ value, label: text(`body_${value}`) })),
            ]}
            onChange={({ currentTarget: { value } }) => set({ state: value || undefined })}
          />
          {onLeaveOut !== null &&
            levels
              .filter((one) => one === search.level)
              .map((level) => (
                <Button
                  key={level}
                  size="md"
                  variant="default"
                  onClick={() => onLeaveOut({ level, bodyId: null, name: text(`level_${level}`) })}
                >
                  {text('leaveOutLevel')}
                </Button>
              ))}
        </Group>
      )}
      <Text size="sm" c="dimmed" mb="xs">
        {levels
          .map((level) =>
            text('delivered', {
              level: text(`level_${level}`),
              done: bodies.filter((one) => one.level === level && one.state !== 'MARKING').length,
              all: bodies.filter((one) => one.level === level).length,
            }),
          )
          .join(' · ')}
      </Text>
      <Group justify="flex-end" mb="xs" className="no-print">
        <ExportMenu table="joint-bodies" filter={{ jointId, ...search }} />
      </Group>
      {shown.length === 0 ? (
        <EmptyState title={text('noneShown')} hint={text('noneShownHint')} />
      ) : (
        <DataTable
          caption={text('progress')}
          rows={shown}
          keyOf={({ level, bodyId }) => `${level} ${bodyId}`}
          columns={[
            {
              key: 'body',
              head: text('body'),
              main: true,
              cell: ({ level, bodyId, bodyName, isMine }) =>
                isMine || marksAreOpen ? (
                  <Link to={paths.jointSheet(jointId, level, bodyId)}>{bodyName}</Link>
                ) : (
                  bodyName
                ),
            },
            { key: 'level', head: text('level'), cell: ({ level }) => text(`level_${level}`) },
            {
              key: 'given',
              head: text('given'),
              number: true,
              cell: ({ given, wanted }) => `${given}/${wanted}`,
            },
            {
              key: 'state',
              head: text('bodyState'),
              cell: ({ state, deliveredAt, deliveredByName, leftOutReason }) =>
                leftOutReason ??
                (deliveredAt
                  ? text('deliveredBy', {
                      name: deliveredByName ?? '',
                      at: formats.moment(deliveredAt),
                    })
                  : text(`body_${state}`)),
            },
            ...leaving,
          ]}
        />
      )}
    </div>
  )
}
