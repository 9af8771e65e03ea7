import assert from 'node:assert/strict';
import { versionCard } from '../../../src/features/version/card.ts';
import { textOf } from '../../cards/elements.ts';
import { british } from '../../cards/models.ts';
import { hour, monday } from '../../support/fakes.ts';
import { interpret } from '../../support/interpret.ts';
import { openWholePath } from '../../support/whole-path.ts';

const kindOf = (text: string) =>
  interpret(text, { now: monday, zone: 'Europe/Berlin', locale: 'en-GB' }).command.kind;
const minute = 60_000;
const shown = {
  version: '1.2.3',
  startedAt: monday - 26 * hour - 5 * minute,
  apiShape: 'cloudbackupjobs',
  readAt: monday - minute,
  answeredAt: monday,
};

describe('the version', () => {
  for (const text of [
    'version',
    'Version?',
    'which version is running',
    'what version are you running now',
    'verison',
    'what’s the build number',
  ])
    it(`the question “${text}” asks for the version`, () => assert.equal(kindOf(text), 'version'));

  for (const text of [
    'failed backups of version 3',
    'version of exchange backups',
    'which sharepoint versions failed today',
    'version yesterday',
    'retention of old versions',
    'version zorg',
  ])
    it(`the sentence “${text}” doesn’t ask for the bot’s version`, () => {
      assert.ok(['noQuestion', 'notUnderstood'].includes(kindOf(text)), kindOf(text));
    });

  it('the version card has the version, the uptime, the shape of AvePoint’s API and when jobs were last read', () => {
    const text = textOf(versionCard(shown, 'Europe/Berlin', british));
    assert.match(text, /Backup Watch 1\.2\.3/);
    assert.match(text, /Running for 1 d 2 h, since Sun 22 Nov, 12:00 \(Europe\/Berlin\)/);
    assert.match(text, /cloudbackupjobs/);
    assert.match(text, /Jobs last read: 1 min ago, at 14:04 \(Europe\/Berlin\)/);
  });

  it('the version card names the day on which jobs were last read if it isn’t today', () => {
    const text = textOf(versionCard({ ...shown, readAt: monday - 26 * hour }, 'Europe/Berlin', british));
    assert.match(text, /Jobs last read: 1 d 2 h ago, on Sun 22 Nov, 12:05 \(Europe\/Berlin\)/);
  });

  it('the version card says what isn’t known yet', () => {
    const text = textOf(versionCard({ ...shown, apiShape: undefined, readAt: undefined }, 'UTC', british));
    assert.match(text, /not reached yet/);
    assert.match(text, /not read from AvePoint yet/);
  });

  it('the version card takes no request to AvePoint, is right after the clock is set back, and is in help', async () => {
    const path = await openWholePath();
    const reader = { zone: 'Europe/Berlin', locale: 'en-GB' };
    try {
      path.clock.advance(65 * minute);
      path.clock.jump(-3 * hour);
      const reply = await path.conversation.hear({ text: 'version', ...reader });
      assert.ok(reply.kind === 'card');
      assert.match(textOf(reply.card), /Backup Watch 1\.2\.3/);
      assert.match(textOf(reply.card), /Running for 1 h 5 min/);
      const help = await path.conversation.hear({ text: 'help', ...reader });
      assert.ok(help.kind === 'card');
      assert.match(textOf(help.card), /^Version$/m);
      assert.deepEqual(path.jobRequests(), []);
    } finally {
      await path.close();
    }
  });
});
