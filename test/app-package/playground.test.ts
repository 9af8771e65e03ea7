import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { root } from '../../scripts/root.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}
interface Playground {
  readonly bot: Named;
  readonly currentUser: Named & { readonly aadObjectId: string };
  readonly users: readonly (Named & { readonly aadObjectId: string })[];
  readonly personalChat: { readonly id: string };
  readonly groupChat: Named;
  readonly team: Named & { readonly channels: readonly Named[] };
}

const playground = parse(readFileSync(new URL('.m365agentsplayground.yml', root), 'utf8')) as Playground;

describe('the Playground’s configuration', () => {
  it('the Playground has five people besides the current user, since with any other number it ends silently', () => {
    assert.equal(playground.users.length, 5);
  });

  it('the Playground’s people and places have ids of their own, so that a stored reference means the same after a restart', () => {
    const { currentUser, users, personalChat, groupChat, team } = playground;
    const people = [currentUser, ...users];
    const places = [personalChat, groupChat, team, ...team.channels].map(({ id }) => id);
    const ids = [...people.map(({ id }) => id), ...people.map(({ aadObjectId }) => aadObjectId), ...places];
    assert.ok(ids.every(id => typeof id === 'string' && id !== '' && !id.includes('__')));
    assert.equal(new Set(ids).size, ids.length);
  });

  it('the Playground knows the bot by the name in the manifest', () => {
    const manifest = readFileSync(new URL('appPackage/manifest.json', root), 'utf8');
    assert.equal(playground.bot.name, 'Backup Watch');
    assert.ok(manifest.includes(`"short": "${playground.bot.name}$`));
  });
});
