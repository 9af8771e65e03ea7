import assert from 'node:assert/strict';
import { messageActivity, pressActivity } from '../support/activities.ts';
import { type Came, type ChannelEnd, type EndAnswer, openChannelEnd } from '../support/channel-end.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { packPress } from '../support/press.ts';
import { openProduct, type Product } from '../support/product.ts';

const taken: EndAnswer = { status: 201 };
const refusal = (status: number, code?: string): EndAnswer => ({ status, body: { error: { code } } });

describe('answers that Teams refuses, over HTTP', () => {
  let product: Product;
  let teams: ChannelEnd;
  let store: ReturnType<typeof createMemoryStore>;
  let answer: (came: Came) => EndAnswer;
  let came: Came[];

  beforeEach(async () => {
    came = [];
    answer = () => taken;
    teams = await openChannelEnd(async one => {
      came.push(one);
      return answer(one);
    });
    store = createMemoryStore();
    product = await openProduct({ store });
  });
  afterEach(async () => {
    await product.close();
    await teams.close();
  });

  const say = (text: string) => product.post(messageActivity(teams.serviceUrl, text));
  const isCard = ({ text }: Came) => text.includes('application/vnd.microsoft.card.adaptive');
  const activityOf = ({ text }: Came) => JSON.parse(text) as { text: string; textFormat: string };
  const counted = async (labels: string) =>
    new RegExp(`^backup_watch_refused_answers_total\\{${labels}\\} (\\d+)$`, 'm').exec(
      await product.metrics(),
    )?.[1];
  const logged = (message: string) => product.logged().filter(({ msg }) => msg === message);

  for (const [status, code] of [
    [413, 'MessageSizeTooBig'],
    [400, 'BadArgument'],
  ] as const)
    it(`an answer that Teams refuses is sent again as plain text of the same content after ${status}, logged and counted`, async () => {
      answer = one => (isCard(one) ? refusal(status, code) : taken);
      await say('targets');
      assert.deepEqual(came.map(isCard), [true, false]);
      const { text, textFormat } = activityOf(teams.taken[0] as Came);
      assert.equal(textFormat, 'plain');
      assert.match(text, /24 h.*Teams didn’t take this message as a card.*You can type “coverage”/s);
      assert.equal(await counted(`reason="${status}",became="text"`), '1');
      const [line] = logged('answer refused, sending it in a simpler form');
      assert.deepEqual([line?.statusCode, line?.code, line?.reason], [status, code, String(status)]);
      assert.equal(logged('turn ended').at(-1)?.ending, 'answered');
    });

  it('an answer becomes a sentence with the reference of its turn if its text is refused as well', async () => {
    answer = one => (one.text.includes('reference') ? taken : refusal(413));
    await say('targets');
    assert.equal(came.length, 3);
    const end = logged('turn ended').at(-1);
    const { text } = activityOf(teams.taken[0] as Came);
    assert.ok(text.includes(`reference: ${end?.turn}.`), text);
    assert.deepEqual([end?.ending, end?.problem], ['failed', 'unsent']);
    assert.equal(await counted('reason="413",became="reference"'), '1');
  });

  it('an answer arrives if the conversation isn’t found for a moment', async () => {
    answer = () => (came.length < 3 ? refusal(404, 'ConversationNotFound') : taken);
    await say('targets');
    assert.deepEqual([came.length, teams.taken.length], [3, 1]);
  });

  for (const [reason, refused] of [
    ['403', refusal(403, 'BotDisabledByAdmin')],
    ['401', refusal(401, 'BotNotRegistered')],
    ['429', { ...refusal(429, 'Throttled'), headers: { 'retry-after': '60' } }],
  ] as const)
    it(`an answer is given up after ${reason}${reason === '429' ? ' with a wait that is too long' : ''}, logged and counted with its reason`, async () => {
      answer = () => refused;
      assert.equal((await say('targets')).status, 200);
      assert.equal(await counted(`reason="${reason}",became="nothing"`), '1');
      const [line] = logged('answer refused, giving up');
      assert.deepEqual([line?.statusCode, line?.reason], [Number(reason), reason]);
      assert.equal(logged('turn ended').at(-1)?.problem, 'unsent');
    });

  it('a refused card that a press asked for arrives as text for all, and the presser has the card', async () => {
    answer = one => (isCard(one) ? refusal(413) : taken);
    const { verb, data } = packPress({
      verb: 'watch.save',
      wish: { services: ['exchange'], inARow: 1, isPartialIncluded: false, quiet: undefined },
    });
    const conversation = { id: '19:group@thread.v2', conversationType: 'groupChat', tenantId: 'tenant-1' };
    const pressed = pressActivity(teams.serviceUrl, verb, data, { conversation });
    const body = (await (await product.post(pressed)).json()) as { type: string };
    assert.equal(body.type, 'application/vnd.microsoft.card.adaptive');
    assert.match(activityOf(teams.taken[0] as Came).text, /Exchange.*You can type “watch off”/s);
  });

  it('a refused answer is sent when its message is delivered again, and the order in it is not carried out again', async () => {
    answer = () => refusal(403);
    const order = messageActivity(teams.serviceUrl, 'digest daily at 08:00');
    await product.post(order);
    assert.deepEqual(teams.taken, []);
    answer = () => taken;
    await product.post(order);
    await product.post(order);
    assert.equal(teams.taken.length, 1);
    assert.match(came.at(-1)?.text ?? '', /08:00/);
    await product.say('digest');
    const digests: unknown[] = [];
    for await (const record of store.all('digests')) digests.push(record);
    assert.equal(digests.length, 1);
    assert.equal(product.logged().filter(({ about }) => about === 'digest').length, 2);
  });
});
