import assert from 'node:assert/strict';
import type { Activity } from 'botbuilder';
import { placeOf, readerOf, tenantOf, tenantsOf } from '../../src/teams/activity-origin.ts';
import { channelMessage } from '../fixtures/channel-events.ts';
import { envelope } from '../support/activities.ts';

const place = (where: object) =>
  placeOf({ ...envelope('http://127.0.0.1:1/'), ...where } as unknown as Activity, () => true);
const inConversation = (conversationType: unknown) =>
  place({ conversation: { id: '19:x@thread.v2', conversationType, tenantId: 'tenant-1' } });

describe('conversation of an activity', () => {
  it('the conversation is a personal chat with an owner only if Teams says that it is one', () => {
    const { kind, owner } = inConversation('personal') ?? {};
    assert.equal(kind, 'personal');
    assert.deepEqual(owner, { personId: '29:kim', objectId: '00000000-0000-0000-0000-000000000001' });
  });

  for (const type of [undefined, null, '', 'meeting', 'Personal', 'federated', 'groupChat'])
    it(`the conversation is shared and has no owner if its kind is ${type ?? 'unknown'}`, () => {
      const { kind, owner } = inConversation(type) ?? {};
      assert.deepEqual([kind, owner], ['group', undefined]);
    });

  it('the conversation of a private or shared channel is that channel of the team that hosts it, without the thread', () => {
    for (const type of ['private', 'shared'] as const) {
      const found = place(channelMessage(type, { tenantId: 'ABC' }));
      assert.equal(found?.kind, 'channel');
      assert.equal(found?.home, '19:team@thread.tacv2');
      assert.equal(found?.id, '19:shared@thread.tacv2');
      assert.equal(found?.tenantId, 'abc');
    }
  });
});

const activity = (conversation: object, channelData?: object) => ({ conversation, channelData }) as Activity;

describe('tenant of an activity', () => {
  it('the tenant is the conversation’s, else the channel’s, in lower case', () => {
    assert.equal(tenantOf(activity({ tenantId: 'ABC' }, { tenant: { id: 'other' } })), 'abc');
    assert.equal(tenantOf(activity({}, { tenant: { id: 'Def' } })), 'def');
  });

  it('the tenant of a channel is one of all that are named, each of which must be allowed', () => {
    const channel = { conversationType: 'channel', tenantId: 'ABC' };
    assert.deepEqual(tenantsOf(activity(channel, { tenant: { id: 'abc' } })), ['abc']);
    assert.deepEqual(tenantsOf(activity(channel, { tenant: { id: 'Host' }, team: { tenantId: 'Team' } })), [
      'abc',
      'host',
      'team',
    ]);
    const chat = { conversationType: 'groupChat', tenantId: 'ABC' };
    assert.deepEqual(tenantsOf(activity(chat, { tenant: { id: 'other' } })), ['abc']);
    assert.deepEqual(tenantsOf(activity({ conversationType: 'channel' })), []);
  });

  it('the tenant is unknown if neither conversation nor channel names it', () => {
    assert.equal(tenantOf(activity({})), undefined);
    assert.equal(tenantOf(activity({ tenantId: '' }, { tenant: {} })), undefined);
  });
});

const now = Date.parse('2026-11-30T08:00:00Z');

const clientInfo = (fields: object) => ({ type: 'clientInfo', ...fields });

describe('localization of an activity', () => {
  it('the user is in the zone of the activity, else of the client, else in the configured one', () => {
    const entities = [clientInfo({ timezone: 'Asia/Kolkata' })];
    assert.equal(readerOf({ localTimezone: 'Europe/Berlin', entities }, 'UTC', now).zone, 'Europe/Berlin');
    assert.equal(readerOf({ entities }, 'UTC', now).zone, 'Asia/Kolkata');
    assert.equal(readerOf({}, 'America/Chicago', now).zone, 'America/Chicago');
  });

  it('the zone is the only reader’s own in a personal chat, and only if the client sends it', () => {
    const ownZoneIn = (conversationType: string, fields: object) => {
      const conversation = { id: 'a:1', conversationType } as Parameters<typeof readerOf>[0]['conversation'];
      return readerOf({ ...(conversation && { conversation }), ...fields }, 'UTC', now).ownZone;
    };
    const berlin = { localTimezone: 'Europe/Berlin' };
    assert.equal(ownZoneIn('personal', berlin), 'Europe/Berlin');
    assert.equal(ownZoneIn('channel', berlin), undefined);
    assert.equal(ownZoneIn('groupChat', berlin), undefined);
    assert.equal(ownZoneIn('personal', {}), undefined);
  });

  it('the user is in the zone that Windows has another name for', () => {
    for (const [localTimezone, zone] of [
      ['W. Europe Standard Time', 'Europe/Berlin'],
      ['GMT Standard Time', 'Europe/London'],
      ['Eastern Standard Time', 'America/New_York'],
      ['India Standard Time', /^Asia\/(?:Kolkata|Calcutta)$/],
      ['Coordinated Universal Time', 'UTC'],
    ] as const) {
      const read = readerOf({ localTimezone }, 'UTC', now);
      if (typeof zone === 'string') assert.equal(read.zone, zone);
      else assert.match(read.zone, zone);
      assert.equal(read.settingZone, undefined);
    }
  });

  it('the user is at the offset of its clock if its client sends no zone, for questions only', () => {
    for (const [offset, zone] of [
      ['+01:00', 'Etc/GMT-1'],
      ['-05:00', 'Etc/GMT+5'],
      ['+00:00', 'UTC'],
      ['+05:30', 'Asia/Kolkata'],
      ['-03:30', 'America/St_Johns'],
      ['+10:30', 'Australia/Adelaide'],
      ['+14:00', 'Etc/GMT-14'],
    ] as const) {
      const activity = { rawLocalTimestamp: `2026-11-30T08:12:00.0000000${offset}` };
      assert.deepEqual(readerOf(activity, 'Europe/Berlin', now), {
        zone,
        locale: undefined,
        settingZone: 'Europe/Berlin',
      });
    }
  });

  it('the user is in the configured zone if there is neither a zone nor a sound offset', () => {
    for (const rawLocalTimestamp of [
      '2026-11-30T08:12:00Z',
      '2026-11-30T08:12:00+23:00',
      '2026-11-30T08:12:00+07:07',
      '+01:00',
      'x',
      5,
    ])
      assert.deepEqual(readerOf({ rawLocalTimestamp }, 'Asia/Tokyo', now), {
        zone: 'Asia/Tokyo',
        locale: undefined,
      });
  });

  it('the user is never in a zone that does not exist', () => {
    for (const localTimezone of ['Mars/Olympus', '../../etc', '', '+02:00']) {
      assert.equal(readerOf({ localTimezone }, 'UTC', now).zone, 'UTC');
    }
  });

  it('the user has the locale of the activity, else of the client, else none', () => {
    const entities = [clientInfo({ locale: 'fr-FR' })];
    assert.equal(readerOf({ locale: 'de-DE', entities }, 'UTC', now).locale, 'de-DE');
    assert.equal(readerOf({ locale: 'not a locale', entities }, 'UTC', now).locale, 'fr-FR');
    assert.equal(readerOf({ locale: 'x'.repeat(9_000) }, 'UTC', now).locale, undefined);
  });
});
