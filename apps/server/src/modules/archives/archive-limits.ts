/** More than a document can be printed with, and be read: an agency then makes one for each branch. */
export const MOST_RECORDS = 3000
