import { openJournal } from '../../journal/journal.ts';
import { openRecords } from '../records.ts';

/* Makes the records of a folder again and again, until it is killed; says when it begins. */

const [folder = '', cacheDir = ''] = process.argv.slice(2);
const annotator = { id: 'xx', name: 'X', initials: 'X' };
const journal = await openJournal({ folder, writer: null, annotator, now: Date.now });
for (;;) {
  const records = openRecords({ cacheDir, journal, workerFile: null, log() {} });
  process.send?.('begin');
  await records.update();
  await records.damaged();
  await records.close();
}
