import assert from 'node:assert/strict';
import { openSends, type WholeSends } from '../support/whole-sends.ts';
import { kim, setAll } from './set-all.ts';

const minute = 60_000;
/** Monday 23 November 2026, 08:00 UTC: when the digest of these tests is due. */
const due = Date.UTC(2026, 10, 23, 8);
const isCard = (text: string) => text.includes('application/vnd.microsoft.card.adaptive');

describe('proactive messages if Teams refuses cards', () => {
  let here: WholeSends;
  beforeEach(async () => {
    here = await openSends({ now: due - 10 * minute });
  });
  afterEach(() => here.close());

  for (const status of [400, 413])
    it(`refused cards are sent as text after a ${status}: the digest once, and the alert once, which calls the person on call`, async () => {
      await setAll(here, here.placeOf('g0', 'group'));
      here.world.plant({ service: 'exchange', startedAt: due - 5 * minute, endedAt: due, state: 'failed' });
      here.refuse = (_, { text }) => (isCard(text) ? { status, code: 'MessageSizeTooBig' } : undefined);
      await here.pass(12 * minute, 10_000);
      const texts = here.taken.map(({ text }) => JSON.parse(text));
      assert.equal(texts.length, 2);
      for (const { text, textFormat } of texts) {
        assert.equal(textFormat, 'xml');
        assert.match(
          text,
          /Teams didn’t take this message as a card, so this is its text, without buttons\./,
        );
      }
      const alert = texts.find(({ text }) => text.includes('Exchange'));
      assert.match(alert.text, /<at>Kim<\/at>/);
      assert.deepEqual(
        alert.entities.map(({ mentioned }: { mentioned: object }) => mentioned),
        [kim],
      );
      const digest = texts.find(one => one !== alert);
      assert.deepEqual(digest.entities, []);
    });

  it('the text of an alert is replaced by that of the recovery', async () => {
    await setAll(here, here.placeOf('g0', 'group'));
    here.world.plant({
      service: 'exchange',
      startedAt: due - 9 * minute,
      endedAt: due - 8 * minute,
      state: 'failed',
    });
    here.refuse = (_, { text }) => (isCard(text) ? { status: 413 } : undefined);
    await here.pass(3 * minute, 10_000);
    here.world.plant({
      service: 'exchange',
      startedAt: due - 6 * minute,
      endedAt: due - 5 * minute,
      state: 'finished',
    });
    await here.pass(5 * minute, 10_000);
    const edits = here.taken.filter(({ method }) => method === 'PUT');
    assert.match(JSON.parse(edits.at(-1)?.text ?? '').text, /recovered|ran clean|is back/i);
  });
});
