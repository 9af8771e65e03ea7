import { strict as assert } from 'node:assert';
import { readManifestTemplate } from '../../scripts/app-package.ts';
import { readSentence } from '../../src/language/index.ts';

interface Manifest {
  readonly bots: readonly {
    readonly commandLists: readonly { readonly commands: readonly { title: string }[] }[];
  }[];
}

const context = { now: Date.UTC(2026, 10, 23, 13, 5), zone: 'Europe/Berlin', locale: 'en-GB' };

describe('the commands that Teams lists', () => {
  it('are all sentences that the bot understands, word for word', async () => {
    const manifest = JSON.parse(await readManifestTemplate()) as Manifest;
    const titles = manifest.bots.flatMap(({ commandLists }) => commandLists.flatMap(list => list.commands));
    assert.ok(titles.length > 5);
    for (const { title } of titles) {
      const { command, notes } = readSentence(title, context);
      assert.ok('question' in command || ['help', 'digest'].includes(command.kind), title);
      assert.ok(!notes.some(({ kind }) => kind === 'notKnown' || kind === 'corrected'), title);
    }
  });
});
