import assert from 'node:assert/strict';
import { readManifestTemplate } from '../../scripts/app-package.ts';
import { interpret } from '../../src/bot/interpret.ts';
import type { Command } from '../support/interpret.ts';

interface Manifest {
  readonly bots: readonly {
    readonly commandLists: readonly { readonly commands: readonly { title: string }[] }[];
  }[];
}

const context = { now: Date.UTC(2026, 10, 23, 13, 5), zone: 'Europe/Berlin', locale: 'en-GB' };

/** It shows something, so that it may be tapped to see what it does. */
function shows(command: Command): boolean {
  if ('question' in command || command.kind === 'help' || command.kind === 'faults') return true;
  return 'order' in command && command.order.what === 'show';
}

describe('the commands that Teams lists', () => {
  it('the commands that Teams lists are all sentences that the bot understands, word for word, and change nothing', async () => {
    const manifest = JSON.parse(await readManifestTemplate()) as Manifest;
    const titles = manifest.bots.flatMap(({ commandLists }) => commandLists.flatMap(list => list.commands));
    assert.ok(titles.length > 5);
    for (const { title } of titles) {
      const { command, notes } = interpret(title, context);
      assert.ok(shows(command), title);
      assert.ok(!notes.some(({ kind }) => kind === 'corrected'), title);
    }
  });
});
