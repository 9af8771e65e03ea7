import type { IndexJournal } from '../domain/index-journal.ts';
import { type ChangeLogSettings, createChangeLog } from './journal-azure-log.ts';
import { createMarkReader } from './journal-azure-mark.ts';
import { createMarkWriter } from './journal-azure-mark-writer.ts';
import { createJournalOwner } from './journal-azure-owner.ts';
import { createJournalReader } from './journal-azure-reader.ts';
import { removeVersions } from './journal-azure-rows.ts';
import { createSweeper, type SweeperSettings } from './journal-azure-sweeper.ts';
import { type JournalTableSettings, openJournalTable } from './journal-azure-table.ts';

export interface AzureIndexJournalSettings extends JournalTableSettings {
  /** How much of the log of changes is stored. */
  readonly log?: ChangeLogSettings;
  /** When versions that were replaced are removed. */
  readonly sweeper?: SweeperSettings;
}

/** The last 100,000 changes: a reader that is further behind reads all days instead. */
const defaultLog: ChangeLogSettings = { blockSize: 10_000, blocks: 10 };
const defaultSweeper: SweeperSettings = { graceMs: 60_000, everyMs: 300_000 };

/**
 * Opens the job index in a table of its own in an Azure Storage account, for several processes at once. What is stored:
 * - the mark, and where each earlier generation of owners ends (`journal-azure-mark.ts`)
 * - the rows by day and part, each version an entity of its own (`journal-azure-rows.ts`)
 * - the log of changes by number (`journal-azure-log.ts`)
 *
 * @throws StoreError if the account can't be reached or refuses.
 */
export async function openAzureIndexJournal(settings: AzureIndexJournalSettings): Promise<IndexJournal> {
  const table = openJournalTable(settings);
  await table.create();
  const marks = createMarkReader(table);
  const markWriter = createMarkWriter(table, marks);
  const log = createChangeLog(table, settings.log ?? defaultLog);
  const sweeper = createSweeper({
    remove: groups => removeVersions(table, groups),
    ...(settings.sweeper ?? defaultSweeper),
  });
  return {
    isShared: true,
    ...createJournalReader({ table, marks, log }),
    ...createJournalOwner({ table, marks, markWriter, log, sweeper }),
    async close() {
      table.close();
    },
  };
}
