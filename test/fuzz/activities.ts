import assert from 'node:assert/strict';
import fc from 'fast-check';
import { simulatedClient } from '../../simulator/tokens.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { RecordKey } from '../../src/domain/store.ts';
import type { WalkableStore } from '../../src/store/whole-store.ts';
import { botDisallowed, channelMessage, channelUnshared, personRemoved } from '../fixtures/channel-events.ts';
import { envelope, messageActivity, pressActivity } from '../support/activities.ts';
import { strayIn } from '../support/api-oracle.ts';
import { recordingLog } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { openProduct } from '../support/product.ts';
import { assertClean } from './clean.ts';
import { mutated, mutations } from './mutations.ts';
import { valuesAt } from './values.ts';

const bot = { id: '28:bot', name: 'Backup Watch' };

const quoted =
  '<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="1"><p itemprop="preview">on duty</p></blockquote>' +
  '<p>on duty <span itemtype="http://schema.skype.com/Mention" itemscope="" itemid="1">Sam</span>&nbsp;<at id="2">Dyke</at></p>';

/** Activities as Teams sends them, of each kind that is handled, and of some that are not. */
function activities(serviceUrl: string): readonly object[] {
  const channel = {
    conversation: {
      id: '19:c@thread.tacv2;messageid=17',
      conversationType: 'channel',
      isGroup: true,
      tenantId: 't',
    },
    channelData: {
      tenant: { id: 't' },
      team: { id: '19:t@thread.tacv2' },
      channel: { id: '19:c@thread.tacv2' },
    },
  };
  const mention = (id: string, name: string) => ({
    type: 'mention',
    text: `<at>${name}</at>`,
    mentioned: { id, name },
  });
  const said = (text: string) =>
    messageActivity(serviceUrl, `<at>Backup Watch</at> ${text}`, {
      ...channel,
      entities: [
        mention('28:bot', 'Backup Watch'),
        mention('29:lee', 'Lee'),
        { type: 'clientInfo', locale: 'en-US', timezone: 'Asia/Tokyo' },
      ],
    });
  const question = {
    v: 1,
    t: 'backup',
    s: 'failed',
    f: 1_795_000_000,
    u: 1_795_080_000,
    z: 'UTC',
    n: 10,
    p: 1,
  };
  return [
    messageActivity(serviceUrl, 'failed backups today'),
    messageActivity(serviceUrl, 'digest daily at 8'),
    said('status'),
    said('on duty <at>Lee</at>'),
    said('watch exchange'),
    {
      ...said('on duty <at>Sam</at> <at>Dyke</at>'),
      attachments: [{ contentType: 'text/html', content: quoted }],
      entities: [mention('28:bot', 'Backup Watch'), mention('29:sam', 'Sam'), mention('29:sam', 'Dyke')],
    },
    { ...messageActivity(serviceUrl, 'digest daily at 8'), localTimezone: undefined },
    { ...messageActivity(serviceUrl, 'digest pause until monday 8:00'), localTimezone: undefined },
    messageActivity(serviceUrl, 'failed backups today', { localTimezone: 'India Standard Time' }),
    pressActivity(serviceUrl, 'jobs.page', question),
    pressActivity(serviceUrl, 'ask', { v: 1, sentence: 'what is running' }),
    pressActivity(serviceUrl, 'watch.save', { v: 1, a: 1 }),
    pressActivity(serviceUrl, 'digest.off', { v: 1, d: '0123456789ab' }, channel),
    messageActivity(serviceUrl, 'target exchange 12h'),
    pressActivity(serviceUrl, 'fault.acknowledge', { v: 1, id: '0123456789ab' }, channel),
    { ...envelope(serviceUrl), ...channel, type: 'installationUpdate', action: 'add' },
    { ...envelope(serviceUrl), ...channel, type: 'installationUpdate', action: 'remove' },
    { ...envelope(serviceUrl), ...channel, type: 'conversationUpdate', membersRemoved: [bot] },
    {
      ...envelope(serviceUrl),
      ...channel,
      type: 'conversationUpdate',
      channelData: { ...channel.channelData, eventType: 'channelDeleted' },
    },
    messageActivity(serviceUrl, 'roles', channelMessage('private', { tenantId: 't' })),
    messageActivity(serviceUrl, 'audit', { conversation: { id: '19:meeting_x@thread.v2', tenantId: 't' } }),
    { ...envelope(serviceUrl), ...channel, ...botDisallowed },
    { ...envelope(serviceUrl), ...channel, ...channelUnshared },
    { ...envelope(serviceUrl), ...channel, ...personRemoved },
    { ...envelope(serviceUrl), type: 'invoke', name: 'task/fetch', value: { data: {} } },
    { ...envelope(serviceUrl), type: 'messageReaction', reactionsAdded: [{ type: 'like' }] },
  ];
}

/**
 * A store that notes each change that is written before an entry of the audit record. It grants no lease but the one of
 * the index's reader: no other loop runs.
 */
function recordFirst() {
  const kept = createMemoryStore();
  const effects: ReadonlySet<string> = new Set(['digests', 'watches', 'duty', 'targets', 'faults', 'bin']);
  let isRecorded = false;
  let unrecorded: string[] = [];
  const note = ({ collection }: RecordKey, value?: unknown) => {
    if (collection === 'audit' && (value as AuditEntry).ending.kind === 'begun') isRecorded = true;
    if (effects.has(collection) && !isRecorded) unrecorded.push(collection);
  };
  const store: WalkableStore = {
    ...kept,
    async put(place, value, expected) {
      if (place.collection === 'leases' && place.key !== 'reader') return undefined;
      note(place, value);
      return kept.put(place, value, expected);
    },
    async remove(place, expected) {
      note(place);
      return kept.remove(place, expected);
    },
  };
  return {
    store,
    unrecorded: () => unrecorded,
    begin() {
      isRecorded = false;
      unrecorded = [];
    },
  };
}

/**
 * Sends activities of Teams, each changed in a few places or with any tree for its `value`, through the whole product
 * over HTTP. Each is answered with a status that is no 5xx. Nothing fails inside, no secret is shown, no undocumented
 * request reaches the API, and no sentence or press makes a change that is not on the audit record.
 */
export async function fuzzActivities(numRuns: number, seed: number): Promise<void> {
  const log = recordingLog();
  const { store, unrecorded, begin } = recordFirst();
  const product = await openProduct({ log, store, env: { ASKS_PER_USER_PER_MINUTE: '0' } });
  const { connector, simulator } = product;
  const kinds = fc.constantFrom(...activities(connector.serviceUrl));
  const bodies = fc.oneof(
    fc
      .tuple(kinds, mutations, fc.nat())
      .map(([kind, all, id]) => mutated({ ...kind, id: `fuzz-${id}` }, all)),
    valuesAt(connector.serviceUrl),
  );
  const secrets = [simulatedClient.secret];
  let requests = simulator.requests().length;
  try {
    await fc.assert(
      fc.asyncProperty(bodies, async body => {
        begin();
        const response = await fetch(`${product.url}/api/messages`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        });
        const text = await response.text();
        assert.ok(response.status < 500, `it was answered with ${response.status}: ${text}`);
        assertClean(text, secrets);
        assertClean(JSON.stringify(connector.sent.splice(0)), secrets);
        const errors = log.lines.splice(0).filter(({ level }) => level === 'error');
        assert.deepEqual(
          errors.map(({ fields, message }) => ({ fields, message })),
          [],
        );
        if (/"type":"(?:message|invoke)"/.test(body)) assert.deepEqual(unrecorded(), []);
        const asked = simulator.requests();
        for (const { method, path, query } of asked.slice(requests))
          assert.equal(strayIn({ method, path, query }, Date.now()), undefined);
        simulator.clearRequests();
        requests = 0;
      }),
      { numRuns, seed, endOnFailure: true },
    );
  } finally {
    await product.close();
  }
}
