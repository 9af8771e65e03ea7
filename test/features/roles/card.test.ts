import assert from 'node:assert/strict';
import { bytesOf, maxCardBytes } from '../../../src/cards/size.ts';
import { type RolesShown, rolesCard } from '../../../src/features/roles/card.ts';
import { ownRoleCard, refusedCard } from '../../../src/features/roles/refusal-card.ts';
import { textsOf } from '../../cards/elements.ts';

const idOf = (index: number) => `00000000-0000-0000-0000-${String(index).padStart(12, '0')}`;
const admins = { names: ['Kim Weber'], isAny: true };

/** The texts above "Details", and those that it unfolds. */
function partsOf(card: Parameters<typeof textsOf>[0]) {
  const texts = textsOf(card);
  const at = texts.indexOf('Details ›');
  assert.ok(at > 0);
  return { shown: texts.slice(0, at), details: texts.slice(at + 1) };
}

const shown = (operators: number, names: RolesShown['names'] = new Map()): RolesShown => ({
  lists: {
    admin: [idOf(1)],
    operator: Array.from({ length: operators }, (_, index) => idOf(index + 10)),
    viewer: [],
  },
  names,
  tenantIds: ['tenant-1'],
  isLocal: false,
  given: [],
  pageIndex: 0,
  answeredAt: Date.UTC(2026, 10, 23, 13, 5),
  reader: { zone: 'Europe/Berlin', locale: 'en-GB' },
});

describe('the card of roles', () => {
  it('the card of roles shows names, and an id only of a person whose name isn’t known; other ids are details', () => {
    const parts = partsOf(rolesCard(shown(1, new Map([[idOf(1), 'Kim Weber']]))));
    assert.ok(parts.shown.includes('Kim Weber'));
    assert.ok(parts.shown.includes(idOf(10)));
    assert.ok(!parts.shown.join('\n').includes(idOf(1)));
    assert.ok(parts.details.includes(`Admins: Kim Weber · ${idOf(1)}`));
    assert.ok(!parts.details.join('\n').includes(idOf(10)));
  });

  it('the card of roles shows five people of a role, and the others as details, as far as a message has room', () => {
    const few = partsOf(rolesCard(shown(8)));
    assert.ok(few.shown.includes('and 3 more, under Details'));
    for (const id of [15, 16, 17].map(idOf)) assert.ok(few.details.includes(`Operators: ${id}`));
    const card = rolesCard(shown(2_000));
    assert.ok(bytesOf(card) <= maxCardBytes);
    assert.match(partsOf(card).details.join('\n'), /Operators: and \d+ more, in the settings/);
  });
});

describe('a card about the user’s own role', () => {
  it('a refusal says what the user can do and whom to ask, with their id under Details', () => {
    const card = refusedCard({
      needed: 'operator',
      role: 'viewer',
      stranger: undefined,
      objectId: idOf(7),
      admins,
    });
    assert.deepEqual(partsOf(card), {
      shown: [
        'You’re a viewer',
        'You can view, but only operators can change settings and handle incidents. Ask Kim Weber.',
      ],
      details: [`Your id: ${idOf(7)}`],
    });
  });

  it('the answer to “my role” says whom to ask for more, except to an admin', () => {
    assert.match(textsOf(ownRoleCard('viewer', idOf(7), admins)).join('\n'), /To do more, ask Kim Weber/);
    assert.doesNotMatch(textsOf(ownRoleCard('admin', idOf(7), admins)).join('\n'), /Kim Weber/);
  });
});
