import assert from 'node:assert/strict';
import { messageActivity } from '../support/activities.ts';
import { openProduct } from '../support/product.ts';
import { objectsIn, textsOf } from './elements.ts';
import { goldenCards } from './golden-cards.ts';

const portalUrl = 'https://portal.contoso.example/';
const linksOf = (card: unknown) =>
  objectsIn(card).filter(({ type, title }) => type === 'Action.OpenUrl' && title === 'Open AvePoint');

describe('link to AvePoint’s portal', () => {
  it('a link to AvePoint’s portal is only on cards that name it, among the first three buttons and outside the menu', () => {
    const linked = Object.entries(goldenCards).filter(([, draw]) => linksOf(draw()).length > 0);
    assert.ok(linked.length >= 4);
    for (const [name, draw] of linked) {
      const card = draw();
      assert.match(textsOf(card).join('\n'), /AvePoint (?:portal|Online Services)/, name);
      const actions = objectsIn(card.actions).filter(({ type }) => String(type).startsWith('Action.'));
      const at = actions.findIndex(({ type }) => type === 'Action.OpenUrl');
      assert.ok(at >= 0 && at < 3 && actions.length <= 6, name);
      assert.equal(actions[at]?.mode, undefined, name);
    }
  });

  for (const env of [{ AVEPOINT_PORTAL_URL: portalUrl }, {}])
    it(`a sentence that only the portal can do, and a sign-in that AvePoint refuses, are answered ${'AVEPOINT_PORTAL_URL' in env ? 'with a link' : 'without a link if no address is set'}`, async () => {
      const { connector, post, simulator, close } = await openProduct({ env });
      const linksAfter = async (text: string) => {
        await post(messageActivity(connector.serviceUrl, text));
        const cards = connector.sent.flatMap(({ activity }) => objectsIn(activity?.attachments));
        const card = cards.findLast(({ type }) => type === 'AdaptiveCard');
        assert.match(JSON.stringify(card), /AvePoint portal/, text);
        return linksOf(card).map(({ url }) => url);
      };
      const expected = 'AVEPOINT_PORTAL_URL' in env ? [portalUrl] : [];
      try {
        assert.deepEqual(await linksAfter('restore the exchange mailbox'), expected);
        simulator.addTrouble({ kind: 'status', status: 403, at: 'all' });
        assert.deepEqual(await linksAfter('job FB20241015105312327583'), expected);
      } finally {
        await close();
      }
    });
});
