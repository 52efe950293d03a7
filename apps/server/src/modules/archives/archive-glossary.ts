/** What the words of archives mean in the API: part of the glossary. */
export const archiveGlossary: Readonly<Record<string, string>> = {
  'Archive.state': 'Whether it is being made, or how that ended.',
  'Query.archive': 'One archive in sight.',
  'Query.archives': 'The archives in sight, the newest first.',
  'Mutation.makeArchive': "Begins to make the archive of an organisation's year.",
  'Mutation.cancelArchive': "Stops an archive of one's own that is being made.",
  changedRecords: 'How many records were added, taken out or changed since it was made.',
  contentHash:
    'SHA-256 of its canonical data: ids, versions, accepted quantities, countersignatures; null before it is made.',
  doneRecords: 'How many records have been read.',
  fileBytes: 'The size of its file; null before it is made.',
  fileHash: "SHA-256 of its file's bytes; null before it is made.",
  format: 'In which format.',
  madeAt: 'When it was registered; null before it is made.',
  madeByName: 'Who asked for it, by the name they had then.',
  mayCancel: 'Whether the reader may stop it.',
  problemMessage: "Why it failed, in the reader's language; null where it did not.",
  requestedAt: 'When it was asked for.',
  signedRecords: 'How many of its records are countersigned.',
  totalRecords: 'How many records it holds, or will hold.',
}
