/** A record that the branch may send as it is. */
export const recordContent = (pairingId: string) => ({
  pairingId,
  day: '2008-09-20',
  kind: 'SIX_HELPS',
  area: 'CULTURE',
  direction: 'AGENCY_TO_COMMUNITY',
  title: '社区法律知识讲座',
  words: '',
  outputs: [{ indicatorCode: 'culture.trainings', quantity: '1' }],
  participations: [{ headCount: '5', hoursEach: '2' }],
})
