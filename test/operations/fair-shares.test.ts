import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageActivity, pressActivity } from '../support/activities.ts';
import { aQuestion } from '../support/fakes.ts';
import { textOf } from '../support/playground.ts';
import { packPress } from '../support/press.ts';
import { openProduct, type Product } from '../support/product.ts';

const hour = 3_600_000;
/** Resolves once `isSo` returns true. A test that waits in vain ends by its own time limit. */
async function until(isSo: () => boolean) {
  while (!isSo()) await sleep(20);
}

const services = ['exchange', 'sharepoint', 'onedrive', 'teams'] as const;
/** A page size that only the lists of this test's users have. */
const pageSize = 7;

/** Failures of a day and this many seconds: each number has a window of its own, so that none is shared. */
function list(number: number, size = pageSize) {
  const to = Math.floor(Date.now() / 1000) * 1000;
  return aQuestion({ span: { from: to - hour * 24 - number * 1_000, to }, zone: 'UTC', pageSize: size });
}

describe('fair shares of users in live requests to AvePoint, over HTTP', () => {
  let product: Product;

  beforeEach(async () => {
    product = await openProduct({ env: { ASKS_PER_USER_PER_MINUTE: '0', WATCH_INTERVAL_SECONDS: '1' } });
    // Tabs are counted from the index, so it has to be read before AvePoint gets slow.
    await say('sam', 'status last 3 days');
  });
  afterEach(() => product.close());

  const from = (name: string) => ({
    from: { id: `29:${name}`, name },
    conversation: { id: `a:${name}`, conversationType: 'personal', tenantId: 'tenant-1' },
  });
  const say = (name: string, text: string) =>
    product.post(messageActivity(product.connector.serviceUrl, text, from(name)));

  /** Opens a list by a button; resolves to the text of the answer. */
  async function openList(name: string, number: number, verb: 'jobs.page' | 'tabs.show' = 'jobs.page') {
    const { state: _, service: __, ...question } = list(number);
    const pressed =
      verb === 'jobs.page'
        ? packPress({ verb, page: { question: list(number), pageIndex: 2, firstTotal: 41 } })
        : packPress({ verb, question: { ...question, services, states: ['failed'] }, lead: undefined });
    const activity = pressActivity(product.connector.serviceUrl, pressed.verb, pressed.data, from(name));
    const { value } = (await (await product.post(activity)).json()) as { value: object | string };
    return typeof value === 'string' ? value : textOf(value);
  }

  /** Returns how many of them aren't over yet. */
  function counted(lists: readonly Promise<unknown>[]): () => number {
    let open = lists.length;
    for (const list of lists)
      list.finally(() => {
        open -= 1;
      });
    return () => open;
  }

  /** Returns the metrics with this name and these labels. */
  async function metric(name: string): Promise<number> {
    const line = (await product.metrics()).split('\n').find(one => one.startsWith(`backup_watch_${name} `));
    return Number(line?.split(' ').at(-1));
  }

  it('eight live lists of one user don’t delay the question of another', async () => {
    product.simulator.addTrouble({ kind: 'latency', ms: 500, at: 'jobs' });
    product.simulator.clearRequests();
    // Each of them is empty, so each of its services is counted.
    const lists = Array.from({ length: 8 }, (_, number) => openList('kim', number, 'tabs.show'));
    const open = counted(lists);
    await sleep(600);
    await say('lee', 'failed backups today');
    assert.ok(open() > 0, 'kim’s are not all answered yet');
    const said = JSON.stringify(product.connector.sent.at(-1)?.activity);
    assert.match(said, /No backup started in this time/);
    for (const text of await Promise.all(lists)) assert.doesNotMatch(text, /took too long/);
    assert.ok((await metric('request_wait_seconds_count{outcome="sent"}')) > 0, 'kim’s have waited');
    assert.equal(await metric('requests_waiting'), 0);
  });

  it('more lists than one user may have open are refused as busy, without blaming AvePoint', async () => {
    product.simulator.addTrouble({ kind: 'latency', ms: 1_000, at: 'jobs' });
    const lists = Array.from({ length: 80 }, (_, number) => openList('kim', number));
    const open = counted(lists);
    await sleep(100);
    await say('lee', 'failed backups today');
    assert.ok(open() > 0, 'kim’s are not all answered yet');
    const texts = await Promise.all(lists);
    const busy = texts.filter(text => /I’m busy: \d+ requests? (is|are) waiting\./.test(text));
    assert.ok(busy.length > 0);
    for (const text of busy) {
      assert.match(text, /I don’t know whether|This says nothing about your backups\./);
      assert.match(text, /Try again in a few seconds\./);
    }
    for (const text of texts) assert.doesNotMatch(text, /took too long/);
    const refused = await metric('busy_requests_total{reason="full"}');
    // On a slow machine some are answered before the last ones arrive, so that fewer are too many.
    assert.ok(refused > 0 && refused <= 10, String(refused));
    assert.equal(
      busy.length + texts.filter(text => /other requests were ahead of yours/.test(text)).length,
      refused + (await metric('busy_requests_total{reason="late"}')),
    );
  });

  it('users whose requests hang have at most 24 in flight, and the index is read all the same', async () => {
    product.simulator.addTrouble({ kind: 'stall', at: 'jobs', match: { PageSize: pageSize } });
    const lists = ['kim', 'lee', 'sam', 'pat', 'kai'].flatMap((name, user) =>
      Array.from({ length: 8 }, (_, number) => openList(name, user * 8 + number)),
    );
    const isOfUsers = ({ query }: { query: Readonly<Record<string, string>> }) =>
      query.PageSize === String(pageSize);
    const underWay = () => product.simulator.requests().filter(isOfUsers).length;
    await until(() => underWay() >= 24);
    const polls = () => product.simulator.requests().length - underWay();
    const before = polls();
    await until(() => polls() > before + 1);
    assert.equal(underWay(), 24, 'as many as may be under way');
    await Promise.all(lists);
  });
});
