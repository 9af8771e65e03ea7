import assert from 'node:assert/strict';
import type { CardAction } from '../../src/cards/button-link.ts';
import { idOf } from '../access/people.ts';
import { pressActivity } from '../support/activities.ts';

import { executesIn, textOf } from '../support/playground.ts';
import { answerOf, openProduct, type Product } from '../support/product.ts';
import { createWatchedStore } from '../support/watched-store.ts';

const [operator, viewer] = [idOf(1), idOf(2)];
const env = { OPERATOR_USER_IDS: operator, VIEWER_USER_IDS: viewer, ASKS_PER_USER_PER_MINUTE: '0' };
const channel = {
  conversation: { id: '19:c@thread.tacv2;messageid=17', conversationType: 'channel', tenantId: 'tenant-1' },
  channelData: { team: { id: '19:team@thread.tacv2' }, tenant: { id: 'tenant-1' } },
};
const settings = /^(digests|watches|targets) /;

/** An input of a card, as a client finds it. */
interface Input {
  readonly id: string;
  readonly value?: string | number;
}

/** Every input of a card, those that are folded among them: a client sends them all. */
function inputsIn(node: unknown): Input[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = /^Input\./.test(String((node as { type?: unknown }).type)) ? [node as Input] : [];
  return [...own, ...Object.values(node).flatMap(inputsIn)];
}

describe('a form, over HTTP', () => {
  let product: Product;
  let store: ReturnType<typeof createWatchedStore>;

  beforeEach(async () => {
    store = createWatchedStore();
    product = await openProduct({ env, store });
  });
  afterEach(() => product.close());

  const kept = () => Object.entries(store.contents()).filter(([name]) => settings.test(name));

  async function press(
    { verb, data }: CardAction,
    typed: object = {},
    who = operator,
  ): Promise<object | string> {
    const from = { id: `29:${who}`, name: 'Kim', aadObjectId: who };
    const sent = { ...data, ...typed };
    const activity = pressActivity(product.connector.serviceUrl, verb, sent, { from, ...channel });
    return answerOf(await product.post(activity));
  }

  /** Opens a form from the card of what is set, as a user does. */
  async function open(title: string): Promise<object> {
    const card = await press({ verb: 'ask', data: { v: 1, q: 'settings' } });
    const button = executesIn(card).find(action => action.title === title);
    assert.ok(button, `no button ${title}`);
    const form = await press(button);
    assert.ok(typeof form === 'object');
    return form;
  }

  /** What a client sends if the user fills in `typed` and leaves the other inputs as they are. */
  const filled = (form: object, typed: object) => ({
    ...Object.fromEntries(inputsIn(form).map(({ id, value = '' }) => [id, String(value)])),
    ...typed,
  });

  const buttonOf = (card: object | string, title: string): CardAction => {
    const button = executesIn(card).find(action => action.title === title);
    assert.ok(button, `no button ${title} on ${textOf(card)}`);
    return button;
  };
  const send = async (form: object, typed: object, who = operator) =>
    press(buttonOf(form, 'Preview'), filled(form, typed), who);

  it('sets a digest as it was filled in, once its preview is saved', async () => {
    const form = await open('New digest');
    const preview = await send(form, { y: '06:45', e: '6', os: 'teams,exchange', r: 'true' });
    assert.match(textOf(preview), /Saturdays at 06:45 \(.*\), Exchange and Teams, problems only/);
    assert.deepEqual(kept(), []);
    await press(buttonOf(preview, 'Save'));
    const [[, digest] = []] = kept();
    const { services, onlyProblems, when } = digest as { [name: string]: unknown };
    assert.deepEqual([services, onlyProblems], [['exchange', 'teams'], true]);
    assert.deepEqual(when, { days: [6], hour: 6, minute: 45, zone: (when as { zone: string }).zone });
  });

  it('has sensible values that can be saved as they are', async () => {
    for (const [title, wanted] of [
      ['New digest', /weekdays at 08:00, all services/],
      ['New alert', /Watch all backups\?/],
    ] as const) {
      const preview = await send(await open(title), {});
      assert.match(textOf(preview), wanted);
      await press(buttonOf(preview, 'Save'));
    }
    assert.deepEqual(
      kept()
        .map(([name]) => name.split(' ')[0])
        .sort(),
      ['digests', 'watches'],
    );
  });

  it('sets an alert with its services, its rule and its quiet hours', async () => {
    const form = await open('New alert');
    const typed = { a: '2', e: 'true', f: '22:00', u: '06:30', os: 'onedrive' };
    const preview = await send(form, typed);
    assert.match(textOf(preview), /Watch OneDrive\?/);
    assert.match(textOf(preview), /After two failures in a row|two failures in a row/i);
    assert.match(textOf(preview), /quiet 22:00–06:30/);
    await press(buttonOf(preview, 'Save'));
    const [[, watch] = []] = kept();
    const { services, inARow, isPartialIncluded } = watch as { [name: string]: unknown };
    assert.deepEqual([services, inARow, isPartialIncluded], [['onedrive'], 2, true]);
  });

  it('sets a backup-age limit, and the default again if the hours are empty', async () => {
    for (const [hours, wanted] of [
      ['36', /Exchange: 24 h \(default\) → 36 h/],
      ['', /Exchange: 36 h → 24 h \(default\)/],
    ] as const) {
      const preview = await send(await open('Age limits'), { o: 'exchange', h: hours });
      assert.match(textOf(preview), wanted);
      await press(buttonOf(preview, 'Save'));
    }
  });

  /** The form, what is sent, and what it's told. */
  const wrong: readonly (readonly [string, object, RegExp])[] = [
    ['New digest', { y: '' }, /Choose a time/],
    ['New digest', { y: '25:00' }, /Choose a time/],
    ['New digest', { y: '8:60' }, /Choose a time/],
    ['New digest', { e: '9' }, /Choose the days/],
    ['New digest', { e: '1,1' }, /Choose the days/],
    ['New digest', { os: 'exchange,finance' }, /Choose the services/],
    ['New alert', { a: '3' }, /Choose when to alert/],
    ['New alert', { f: '22:00', u: '' }, /a time from and a time to/],
    ['New alert', { f: '22:00', u: '22:00' }, /different times/],
    ['New alert', { os: '../../etc' }, /Choose the services/],
    ['Age limits', { o: '' }, /Choose a service/],
    ['Age limits', { o: 'exchange', h: '0' }, /from 1 to 1440/],
    ['Age limits', { o: 'exchange', h: '1.5' }, /whole number/],
    ['Age limits', { o: 'exchange', h: '1e9' }, /from 1 to 1440/],
  ];
  for (const [title, typed, told] of wrong)
    it(`“${title}” with ${JSON.stringify(typed)} comes back with what is wrong, and keeps the rest`, async () => {
      const form = await open(title);
      const again = await send(form, { r: 'true', e: '67', ...typed });
      assert.match(textOf(again), told);
      assert.ok(buttonOf(again, 'Preview'));
      if (title === 'New digest' && !('e' in typed))
        assert.equal(inputsIn(again).find(({ id }) => id === 'e')?.value, '67');
      assert.deepEqual(kept(), []);
    });

  it('that carries no text, or far too much of it, changes nothing', async () => {
    for (const title of ['New digest', 'New alert', 'Age limits']) {
      const form = await open(title);
      for (const forged of [
        { y: 8, a: 1, o: 3 },
        { y: { a: 1 }, a: [], o: null },
        { os: 'x'.repeat(5_000), h: 'x'.repeat(5_000) },
      ]) {
        const answer = await send(form, forged);
        assert.ok(
          typeof answer === 'string' ? /can’t read|out of date|again/i.test(answer) : true,
          String(answer),
        );
      }
    }
    assert.deepEqual(kept(), []);
  });

  it('sent twice, and saved twice, sets one digest', async () => {
    const form = await open('New digest');
    const [one, other] = [await send(form, {}), await send(form, {})];
    await press(buttonOf(one, 'Save'));
    const second = await press(buttonOf(other, 'Save'));
    assert.match(textOf(second), /Nothing to change|have changed since/);
    assert.equal(kept().length, 1);
  });

  it('can’t be opened, sent or saved by a viewer, and nothing changes', async () => {
    const form = await open('New digest');
    const preview = await send(form, {});
    const opening = { verb: 'digest.form', data: { v: 1 } };
    for (const answer of [
      await press(opening, {}, viewer),
      await send(form, {}, viewer),
      await press(buttonOf(preview, 'Save'), {}, viewer),
    ])
      assert.match(String(answer), /only operators can change settings/);
    assert.deepEqual(kept(), []);
  });
});
