/** Where a file is read: an appeal's by whoever sees the appeal, a record's by whoever sees the record. */
export const fileAddress = ({ id, ofAppeal }: { id: string; ofAppeal?: boolean }): string =>
  `/files/${ofAppeal === true ? 'appeals' : 'evidence'}/${id}`
