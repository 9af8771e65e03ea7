import assert from 'node:assert/strict';
import { onCallCard } from '../../../../src/features/incidents/on-call/card.ts';
import type { OnCallAnswer } from '../../../../src/features/incidents/on-call/roster.ts';
import type { PastCounts } from '../../../../src/features/incidents/watch/preview.ts';
import { watchNotSavedCard } from '../../../../src/features/incidents/watch/preview-card.ts';
import { objectsIn, textOf, textsOf, titlesOf } from '../../../cards/elements.ts';
import {
  at,
  duty,
  fullWish,
  hostilePerson,
  fault as incident,
  preview,
  watch,
  watched,
  wish,
} from '../../../cards/fault-models.ts';
import { listed } from '../../../cards/incident-list-models.ts';
import { noAsides, now } from '../../../cards/models.ts';
import { unpackPress } from '../../../support/press.ts';

const pressesOf = (card: object) =>
  objectsIn(card)
    .filter(({ type }) => type === 'Action.Execute')
    .map(({ verb, data }) => unpackPress(verb, data, now));

describe('the preview card of a watch', () => {
  const past = (changes: Partial<PastCounts>, of = wish) =>
    textOf(
      preview({
        wish: of,
        past: {
          days: 14,
          failedRuns: 9,
          failedDays: 4,
          faults: 5,
          servicesSeen: ['exchange', 'onedrive', 'vivaEngage'],
          ...changes,
        },
      }),
    );

  it('the preview says exactly what would be watched, and its quiet hours', () => {
    const [title, terms, quiet] = textsOf(preview({ wish: fullWish }));
    assert.equal(title, 'Watch Exchange, OneDrive and Viva Engage?');
    assert.equal(
      terms,
      'Alerts after two failures in a row; partial backups count too; quiet 22:00–06:00 (Europe/Berlin).',
    );
    assert.equal(quiet, 'A failure in the quiet hours is reported at 06:00 if it still lasts.');
    const all = textsOf(preview({ wish: { ...wish, services: [] } }));
    assert.deepEqual(all.slice(0, 2), ['Watch all backups?', 'Alerts on the first failure.']);
    const many = ['exchange', 'sharepoint', 'onedrive', 'groups'] as const;
    const [short, names] = textsOf(preview({ wish: { ...wish, services: many } }));
    assert.equal(short, 'Watch 4 services?');
    assert.match(names ?? '', /^Exchange, SharePoint, OneDrive and Groups; /);
  });

  it('the preview says what the watch would have reported, and what could not be read', () => {
    assert.match(
      past({}),
      /^Last 14 days: 9 backups failed on 4 days\. That would have been 5 incidents\.$/m,
    );
    assert.match(
      past({ failedRuns: 1, failedDays: 1, faults: 1 }),
      /^Last 14 days: 1 backup failed on 1 day\. That would have been 1 incident\.$/m,
    );
    assert.match(past({ faults: 0 }), /That would have been no incidents\./);
    assert.match(past({ failedDays: undefined, faults: undefined }), /^Last 14 days: 9 backups failed\.$/m);
    assert.match(past({ failedRuns: 0 }), /^Last 14 days: no backups failed\.$/m);
    assert.match(past({ failedRuns: 0 }, fullWish), /^Last 14 days: no backups failed or were partial\.$/m);
    const unread = past({ failedRuns: undefined, servicesSeen: undefined });
    assert.match(
      unread,
      /^The last 14 days could not be read, so I can’t say what this watch would have reported\.$/m,
    );
    assert.doesNotMatch(unread, /no backups|Which services/);
  });

  it('the preview names services that had no backups at all', () => {
    assert.doesNotMatch(past({}), /No backups/);
    assert.match(
      past({ servicesSeen: ['exchange', 'onedrive'] }, fullWish),
      /^No backups of Viva Engage were seen in that time\.$/m,
    );
    assert.match(past({ servicesSeen: [] }), /^No backups of Exchange were seen in that time\.$/m);
    assert.match(past({ servicesSeen: [] }, fullWish), /^No backups were seen in that time\.$/m);
    assert.match(
      past({ servicesSeen: undefined }),
      /^Which services had backups in that time could not be read\.$/m,
    );
  });

  it('the preview’s buttons carry the whole watch', () => {
    const card = preview({ wish: fullWish });
    assert.deepEqual(titlesOf(card), ['Save', 'Cancel']);
    assert.deepEqual(pressesOf(card), [
      { verb: 'watch.save', wish: fullWish },
      { verb: 'watch.cancel', wish: fullWish },
    ]);
  });

  it('the preview names what the watch replaces', () => {
    assert.match(
      textOf(preview({ replaces: [watch({ services: [], inARow: 2 })] })),
      /^Replaces: all backups, alerts after two failures in a row\.$/m,
    );
    const many = textOf(preview({ replaces: Array.from({ length: 8 }, () => watch()) }));
    assert.match(many, /^and 3 more\.$/m);
  });

  it('the card of a watch that isn’t saved says that it watches nothing, and has no button', () => {
    const card = watchNotSavedCard(fullWish);
    assert.match(
      textOf(card),
      /^Cancelled: nothing new is watched\nIt was: Exchange, OneDrive and Viva Engage, alerts/,
    );
    assert.deepEqual(titlesOf(card), []);
  });
});

describe('the card of a conversation’s watches', () => {
  it('the watches are listed one by one, each with a button that ends it', () => {
    const card = watched({});
    assert.equal(textsOf(card)[0], '3 watches here');
    assert.deepEqual(pressesOf(card.body), [
      { verb: 'watch.end', id: '0123456789ab' },
      { verb: 'watch.end', id: 'ba9876543210' },
      { verb: 'watch.end', id: '00000000000a' },
    ]);
    assert.match(textOf(card), /^Set by Kim Weber, Mon 23 Nov, 09:00 \(Europe\/Berlin\)$/m);
    assert.match(textOf(card), /^Set Mon 23 Nov, 09:00 \(Europe\/Berlin\)$/m);
  });

  it('watches that were ended can be set again by a button', () => {
    const card = watched({ done: 'ended', watches: [], concerned: [watch({ inARow: 2 })] });
    assert.equal(textsOf(card)[0], '✓ Watch stopped: Exchange');
    assert.deepEqual(titlesOf(card), ['Watch Exchange again', 'New alert', 'Settings']);
    assert.deepEqual(pressesOf(card).slice(0, 1), [
      { verb: 'ask', sentence: 'watch exchange, twice in a row' },
    ]);
  });

  it('the card has three examples if there are no watches', () => {
    const card = watched({ watches: [] });
    assert.equal(textsOf(card)[0], 'Nothing is watched here');
    assert.deepEqual(titlesOf(card), [
      'New alert',
      'Watch all backups',
      'Watch exchange, twice in a row',
      'Watch onedrive',
      'Settings',
    ]);
  });

  it('the title says what was done with the watches', () => {
    const title = (
      done: 'saved' | 'alreadySet' | 'nothingThere' | 'partOfAll' | 'ended',
      concerned = [watch({ services: ['teams'] }), watch()],
    ) => textsOf(watched({ done, concerned }))[0];
    assert.equal(title('saved', [watch()]), '✓ Now watching Exchange');
    assert.equal(title('alreadySet', [watch({ services: [] })]), 'Already watching all backups');
    assert.equal(title('nothingThere'), 'That isn’t watched here');
    assert.equal(title('partOfAll'), 'That’s part of a wider watch');
    assert.equal(title('ended'), '✓ Watch stopped: Exchange and Teams');
    assert.match(textOf(watched({ done: 'partOfAll' })), /Nothing has changed/);
    assert.match(
      textOf(watched({ done: 'ended', watches: [], concerned: [watch()] })),
      /^Nothing is watched here now\.$/m,
    );
  });

  it('the card of a conversation’s watches lists ten, and counts the others', () => {
    const card = watched({ watches: Array.from({ length: 13 }, () => watch()) });
    assert.match(textOf(card), /^and 3 more\.$/m);
    assert.equal(pressesOf(card.body).length, 10);
  });
});

describe('the card of who is on call', () => {
  it('the on-call card names who is called and who after how long, and calls no one', () => {
    const card = onCallCard({ done: 'set', duty }, noAsides);
    assert.deepEqual(textsOf(card), [
      '✓ Kim Weber is on call',
      'Kim Weber is called, by a mention here, when a watched backup fails or doesn’t start.',
      'If nobody acknowledges within 15 min, Lee is called.',
    ]);
    const hostile = onCallCard({ done: 'shown', duty: { ...duty, first: hostilePerson } }, noAsides);
    assert.doesNotMatch(JSON.stringify(hostile), /<at>|entities/);
  });

  it('the on-call card says how to set it if no one is on call, or no one follows', () => {
    const nobody = onCallCard({ done: 'shown', duty: undefined }, noAsides);
    assert.match(textOf(nobody), /^No one is on call here\nTo put someone on call, say “on call @Name”/);
    assert.match(textOf(nobody), /15 min/);
    const alone = { ...duty, fallback: undefined };
    assert.match(
      textOf(onCallCard({ done: 'set', duty: alone }, noAsides)),
      /No one is called next: to name someone, say “on call/,
    );
    const off = onCallCard({ done: 'off', duty: { ...duty, first: undefined } }, noAsides);
    assert.equal(textsOf(off)[0], '✓ No one is on call here now');
    assert.match(
      textOf(onCallCard({ done: 'escalationSet', duty: { ...duty, escalateMs: 3_600_000 } }, noAsides)),
      /within 1 h, Lee/,
    );
  });

  it('the on-call card shows the reminder interval if it was just set, is asked, or is unusual', () => {
    const line = /^An acknowledged incident is brought up again every (.*) until it’s over\.$/m;
    const shown = (done: OnCallAnswer['done'], remindMs?: number) =>
      line.exec(textOf(onCallCard({ done, duty: { ...duty, remindMs } }, noAsides)))?.[1];
    assert.deepEqual(
      [shown('reminderSet', 43_200_000), shown('set', 43_200_000), shown('off', 7 * 86_400_000)],
      ['12 h', '12 h', '7 days'],
    );
    assert.deepEqual([shown('reminderSet', 86_400_000), shown('shown')], ['24 h', '24 h']);
    assert.deepEqual(
      [shown('set'), shown('escalationSet'), shown('set', 86_400_000)],
      Array(3).fill(undefined),
    );
    assert.equal(shown('reminderSet', 25.5 * 3_600_000), '25 h 30 min');
  });
});

describe('names of people on cards', () => {
  it('the cards of watches, incidents and on call show people’s names as plain text', () => {
    const by = { by: hostilePerson, at: at(3) };
    for (const card of [
      watched({ watches: [watch({ createdBy: hostilePerson })] }),
      listed([incident({ acknowledged: by })]),
      onCallCard({ done: 'set', duty: { ...duty, first: hostilePerson } }, noAsides),
    ])
      assert.doesNotMatch(JSON.stringify(card), /<at>|\*\*|\]\(|\{\{|\u202e/);
  });
});
