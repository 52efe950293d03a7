/** What a record says is shown the same everywhere. */
export { RecordBody as RecordView } from '../activities/RecordBody.tsx'
