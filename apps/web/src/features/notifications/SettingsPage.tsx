import { useQuery } from '@apollo/client/react'
import { graphql } from '../../generated/gql.ts'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { DeliveryList } from './DeliveryList.tsx'
import { SettingsForm } from './SettingsForm.tsx'
import { useNotificationsText } from './text.ts'

const ChoiceDocument = graphql(`
  query NotificationChoice {
    notificationChoice {
      hiddenKinds
      alwaysShownKinds
      emailKinds
      emailAddress
      emailAvailable
      digest
      dailyHour
      quietFrom
      quietTo
      lastEmails {
        id
        count
        state
        problem
        madeAt
        sentAt
        nextTryAt
      }
    }
  }
`)

/** What one wants to be told of, where and when. */
export function SettingsPage() {
  const text = useNotificationsText()
  const { data, error, refetch } = useQuery(ChoiceDocument, { fetchPolicy: 'cache-and-network' })
  const choice = data?.notificationChoice
  return (
    <>
      <PageHeader title={text('settings')} subtitle={text('settingsHint')} />
      {error && choice === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : choice === undefined ? (
        <Loading />
      ) : (
        <>
          <SettingsForm choice={choice} onSaved={() => void refetch()} />
          <DeliveryList
            title={text('lastEmails')}
            nothing={text('noEmails')}
            deliveries={choice.lastEmails}
          />
        </>
      )}
    </>
  )
}
