import assert from 'node:assert/strict';
import type { GivenRole } from '../../../src/domain/given-roles.ts';
import type { EndNotice } from '../../../src/features/end-notice/notice.ts';
import type { SettingKind } from '../../../src/features/touched.ts';
import { monday } from '../../support/fakes.ts';
import { ada, channel, kim, lee, minute, open } from './support.ts';

const by = { place: channel, ...kim, role: 'admin' } as const;

function opened() {
  const all = open();
  const { undo } = all.kept;
  return {
    ...all,
    async change(kind: SettingKind, work: () => Promise<unknown>) {
      const { id } = await undo.recorded({ kinds: [kind] }, by, 'operator', work);
      assert.ok(id);
      return () => undo.undo(id, by);
    },
  };
}

const notice: EndNotice = {
  place: { home: channel.home, id: channel.id },
  kind: 'channel',
  id: '0123456789ab',
  jobId: 'FB1',
  type: 'backup',
  service: 'exchange',
  startedAt: monday - minute,
  askedBy: kim.speaker,
  askedAt: monday,
  zone: 'UTC',
  locale: 'en-GB',
  isBegun: false,
};

describe('notices of a job’s end, undone', () => {
  it('a notice that was saved is gone, also while its message is in flight', async () => {
    const { change, set, kept } = opened();
    const undo = await change('endNotices', () => kept.endNotices.save(notice));
    await kept.endNotices.save({ ...notice, isBegun: true });
    assert.equal((await undo()).kind, 'undone');
    assert.deepEqual(set(), {});
  });

  it('a notice that was turned off is there again', async () => {
    const { change, kept } = opened();
    await kept.endNotices.save(notice);
    const undo = await change('endNotices', () => kept.endNotices.remove(notice));
    assert.equal((await undo()).kind, 'undone');
    assert.deepEqual(await kept.endNotices.ofPlace(channel), [notice]);
  });

  it('a notice whose message was sent since can’t be undone', async () => {
    const { change, kept } = opened();
    const undo = await change('endNotices', () => kept.endNotices.save(notice));
    await kept.endNotices.remove(notice);
    const done = await undo();
    assert.ok(done.kind === 'changed');
    assert.deepEqual(kept.undo.names(done.since), ['the message at the end of the Exchange backup']);
  });
});

const role: GivenRole = {
  objectId: lee.objectId,
  name: 'Lee',
  role: 'operator',
  by: { name: 'Ada', objectId: ada.objectId },
  at: monday,
};

describe('roles that were given in Teams, undone', () => {
  it('a role that was given counts no more, and at once', async () => {
    const { change, kept } = opened();
    const undo = await change('roles', () => kept.givenRoles.give(role));
    assert.equal(await kept.givenRoles.roleOf(lee.objectId), 'operator');
    assert.equal((await undo()).kind, 'undone');
    assert.equal(await kept.givenRoles.roleOf(lee.objectId), undefined);
    assert.deepEqual(await kept.givenRoles.all(), []);
  });

  it('a role that was replaced or removed is what it was, with who gave it', async () => {
    const { change, kept } = opened();
    await kept.givenRoles.give(role);
    const replaced = await change('roles', () => kept.givenRoles.give({ ...role, role: 'viewer' }));
    await replaced();
    assert.deepEqual(await kept.givenRoles.all(), [role]);
    const removed = await change('roles', () => kept.givenRoles.remove(lee.objectId));
    await removed();
    assert.deepEqual(await kept.givenRoles.all(), [role]);
    assert.equal(await kept.givenRoles.roleOf(lee.objectId), 'operator');
  });

  it('a role that somebody gave again since stays', async () => {
    const { change, kept } = opened();
    const undo = await change('roles', () => kept.givenRoles.give(role));
    await kept.givenRoles.give({ ...role, role: 'viewer', at: monday + 1 });
    assert.equal((await undo()).kind, 'changed');
    assert.equal((await kept.givenRoles.all())[0]?.role, 'viewer');
  });
});

describe('the role that an Undo takes', () => {
  it('an Undo takes the role of the change, so that a former admin can’t undo what takes an admin', async () => {
    const { kept } = open();
    const { id } = await kept.undo.recorded({ kinds: ['roles'] }, by, 'admin', () =>
      kept.givenRoles.give(role),
    );
    assert.ok(id);
    assert.equal((await kept.undo.undo(id, { ...by, role: 'operator' })).kind, 'notYours');
    assert.equal((await kept.undo.undo(id, { ...by, ...lee, role: 'admin' })).kind, 'undone');
  });

  it('a change that is too large for the store is made, and can’t be undone', async () => {
    const { kept } = open();
    const many = async () => {
      for (let index = 0; index < 200; index += 1)
        await kept.givenRoles.give({ ...role, objectId: `o${index}`, name: 'x'.repeat(100) });
    };
    assert.equal((await kept.undo.recorded({ kinds: ['roles'] }, by, 'admin', many)).id, undefined);
    assert.equal((await kept.givenRoles.all()).length, 200);
  });
});
