export const damagedNotice = 'The list of articles kept from last time was damaged; all files are read again.';
