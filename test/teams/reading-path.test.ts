import assert from 'node:assert/strict';
import { pressActivity } from '../support/activities.ts';
import { fakeClock } from '../support/fakes.ts';
import { executesIn, textOf } from '../support/playground.ts';
import { openProduct, type Product } from '../support/product.ts';
import { createWatchedStore } from '../support/watched-store.ts';

const channel = {
  conversation: { id: '19:c@thread.tacv2;messageid=17', conversationType: 'channel', tenantId: 'tenant-1' },
  channelData: { team: { id: '19:team@thread.tacv2' }, tenant: { id: 'tenant-1' } },
};
const mention = (id: string, name: string) => ({
  type: 'mention',
  text: `<at>${name}</at>`,
  mentioned: { id, name },
});
/** As some Android clients send it: an offset, and no zone. */
const offsetAlone = (offset: string) => ({
  localTimezone: undefined,
  localTimestamp: `2026-11-23T14:05:00.000${offset}`,
  entities: [{ type: 'clientInfo', locale: 'en-GB', platform: 'Android' }],
});

describe('messages on their way through the whole bot', () => {
  let product: Product;
  let store: ReturnType<typeof createWatchedStore>;

  beforeEach(async () => {
    store = createWatchedStore();
    product = await openProduct({
      store,
      clock: fakeClock(),
      env: { ASKS_PER_USER_PER_MINUTE: '0', DEFAULT_TIME_ZONE: 'W. Europe Standard Time' },
    });
  });
  afterEach(() => product.close());

  async function said(text: string | undefined, overrides: object = {}): Promise<object> {
    await product.post({
      ...pressActivity(product.connector.serviceUrl, '', {}),
      name: undefined,
      value: undefined,
      type: 'message',
      text,
      ...overrides,
    });
    return product.connector.sent.findLast(({ activity }) => activity.type === 'message')?.activity ?? {};
  }
  async function pressed({ verb, data }: { readonly verb: unknown; readonly data: unknown }, overrides = {}) {
    const activity = pressActivity(product.connector.serviceUrl, verb, data, overrides);
    return (await (await product.post(activity)).json()) as { readonly value: unknown };
  }
  const kept = (collection: string) =>
    Object.entries(store.contents()).flatMap(([name, value]) =>
      name.startsWith(`${collection} `) ? [value as { readonly when?: object; readonly zone?: string }] : [],
    );
  const sentences = (card: object) =>
    executesIn(card).flatMap(one => (one.verb === 'ask' ? [String((one.data as { q: string }).q)] : []));

  it('the bot puts one person on call whose name Teams has split, and calls them by all of it', async () => {
    const card = await said('<at>Backup</at> <at>Watch</at>&nbsp;on duty <at>Lee</at>&#160;<at>Larsen</at>', {
      ...channel,
      entities: [
        mention('28:bot', 'Backup'),
        mention('28:bot', 'Watch'),
        mention('29:lee', 'Lee'),
        mention('29:lee', 'Larsen'),
      ],
    });
    assert.match(textOf(card), /Lee Larsen/);
    assert.match(JSON.stringify(kept('duty')), /"id":"29:lee","name":"Lee Larsen"/);
  });

  it('the bot answers what is typed beside a quotation, and not the quotation', async () => {
    const quote =
      '<blockquote itemscope itemtype="http://schema.skype.com/Reply"><p>digest daily at 7</p></blockquote>';
    await said('digest daily at 7digest daily at 9', {
      attachments: [{ contentType: 'text/html', content: `${quote}<p>digest daily at 9</p>` }],
    });
    await said('<quoted messageId="1772050244572"/> digest weekdays at 10');
    const hours = kept('digests').map(({ when }) => (when as { hour: number }).hour);
    assert.deepEqual(hours.sort(), [10, 9]);
  });

  it('the bot answers a message in HTML alone', async () => {
    const content = '<div><p><at id="0">Backup Watch</at>&nbsp;digest daily&#32;at&nbsp;9</p></div>';
    await said(undefined, {
      attachments: [{ contentType: 'text/html', content }],
      entities: [mention('28:bot', 'Backup Watch')],
    });
    assert.equal(kept('digests').length, 1);
  });

  it('the bot answers within a second to 200 KB of the signs of mark-up', async () => {
    for (const part of ['<', '&', '<b>', '<at>', '<!--']) {
      const began = performance.now();
      await said(part.repeat(200_000 / part.length), {
        attachments: [{ contentType: 'text/html', content: '<blockquote>' }],
      });
      assert.ok(performance.now() - began < 1_000, part);
    }
  });

  it('the bot takes today by the offset of the client’s clock, on every page, if the client names no zone', async () => {
    const card = await said('failed backups today', offsetAlone('+05:30'));
    assert.match(textOf(card), /Mon 23 Nov, 00:00 to 18:35 \(Asia\/Kolkata\)/);
    const buttons = executesIn(card).filter(({ data }) => (data as { z?: string }).z !== undefined);
    assert.ok(buttons.length > 0);
    for (const button of buttons) {
      assert.equal((button.data as { f: number }).f, Date.UTC(2026, 10, 22, 18, 30) / 1000);
      const { value } = await pressed(button);
      assert.match(textOf(value), /\(Asia\/Kolkata\)/, JSON.stringify(button));
    }
  });

  it('the bot asks for the zone of a digest if only an offset is known, and sets it once a button is pressed and saved', async () => {
    const client = offsetAlone('+01:00');
    const card = await said('digest daily at 8', client);
    assert.deepEqual(sentences(card), ['digest daily at 8 Europe/Berlin', 'digest daily at 8 Africa/Lagos']);
    assert.match(textOf(card), /I haven’t changed anything yet\nIn which time zone\?/);
    const [berlin] = executesIn(card);
    assert.ok(berlin);
    const preview = await pressed(berlin, client);
    assert.deepEqual(kept('digests'), [], 'a button that carries a sentence changes nothing');
    assert.match(textOf(preview.value), /08:00 \(Europe\/Berlin\)/);
    const save = executesIn(preview.value).find(({ verb }) => verb === 'change.save');
    assert.ok(save);
    await pressed(save, client);
    assert.deepEqual(
      kept('digests').map(({ when }) => when),
      [{ days: [1, 2, 3, 4, 5, 6, 7], hour: 8, minute: 0, zone: 'Europe/Berlin' }],
    );
  });

  it('the bot sets a digest at once whose sentence names the zone, by either name', async () => {
    await said('digest daily at 8 Tokyo Standard Time', offsetAlone('+01:00'));
    await said('digest daily at 8', { localTimezone: 'Romance Standard Time' });
    const zones = kept('digests').map(({ when }) => (when as { zone: string }).zone);
    assert.deepEqual(zones.sort(), ['Asia/Tokyo', 'Europe/Paris']);
  });

  it('the bot stores no offset with a watch: its incidents are shown in the configured zone', async () => {
    const client = offsetAlone('+05:30');
    const quiet = await said('watch exchange quiet 22:00 to 06:00', client);
    assert.deepEqual(sentences(quiet), [
      'watch exchange quiet 22:00 to 06:00 Asia/Kolkata',
      'watch exchange quiet 22:00 to 06:00 Europe/Berlin',
    ]);
    const preview = await said('watch exchange', client);
    const save = executesIn(preview).find(({ verb }) => verb === 'watch.save');
    assert.ok(save);
    await pressed(save, client);
    assert.deepEqual(
      kept('watches').map(({ zone }) => zone),
      ['Europe/Berlin'],
    );
  });

  it('the bot asks for the zone of a pause only if the clocks may be changed before its end', async () => {
    const client = offsetAlone('+01:00');
    await said('digest daily at 8 Europe/Berlin', client);
    await said('digest pause until tomorrow 8:00', client);
    assert.match(JSON.stringify(kept('digests')), /"paused":\{"until":/, 'it is the same in each zone');
    const card = await said('digest pause until 1 April 8:00.', client);
    assert.deepEqual(sentences(card), [
      'digest pause until 1 April 8:00 Europe/Berlin',
      'digest pause until 1 April 8:00 Africa/Lagos',
    ]);
    await said('digest pause until 1 April 8:00 Europe/Berlin', client);
    const april = Date.UTC(2027, 3, 1, 6);
    assert.match(JSON.stringify(kept('digests')), new RegExp(`"paused":\\{"until":${april}\\}`));
  });

  it('the bot offers two zones whose clocks differ, in a sentence that ends without its stop', async () => {
    const card = await said('digest daily at 8!', offsetAlone('-07:00'));
    assert.deepEqual(sentences(card), [
      'digest daily at 8 America/Denver',
      'digest daily at 8 Europe/Berlin',
    ]);
  });

  it('the bot uses the configured zone if the client sends neither a zone nor an offset', async () => {
    const client = { ...offsetAlone(''), localTimestamp: undefined };
    assert.match(textOf(await said('failed backups today', client)), /\(Europe\/Berlin\)/);
    await said('digest daily at 8', client);
    assert.match(JSON.stringify(kept('digests')), /"zone":"Europe\/Berlin"/);
  });
});
