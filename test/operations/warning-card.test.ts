import assert from 'node:assert/strict';
import type { CredentialKind } from '../../src/domain/expiry.ts';
import { warningCard } from '../../src/operations/warning-card.ts';
import type { Warning } from '../../src/operations/warning-schedule.ts';
import { textOf } from '../cards/elements.ts';
import { hour, monday } from '../support/fakes.ts';

const textFor = (warning: Warning) => textOf(warningCard(warning, 'Europe/Berlin', monday));
const expires = (credential: CredentialKind, daysLeft: number) =>
  textFor({ kind: 'expires', credential, at: monday + daysLeft * 24 * hour, daysLeft });

describe('the card of a warning', () => {
  for (const [credential, stops] of [
    ['avePointCertificate', /The certificate for AvePoint.*Without it, I can’t read any backups\./s],
    ['botSecret', /The secret of the bot.*Without it, I can’t send or answer anything in Teams\./s],
    ['storeUrl', /The connection string of the store.*Without it, I can’t read or save any settings\./s],
    ['metricsToken', /The token for the metrics.*Without it, monitoring can’t read my metrics\./s],
    ['heartbeatUrl', /The address of the heartbeat.*Without it, monitoring can’t see that I’m running\./s],
  ] as const)
    it(`the warning of an expiry says what stops, and when: ${credential}`, () => {
      assert.match(expires(credential, 9), stops);
      assert.match(
        expires(credential, 9),
        /Valid until Wed 2 Dec, 14:05 \(Europe\/Berlin\)\.\nReplace it before then\./,
      );
    });

  it('the warning of an expiry asks to act today in the last three days, and once it’s over', () => {
    for (const days of [3, 1, 0]) assert.match(expires('avePointSecret', days), /Replace it now\./);
    assert.match(expires('avePointSecret', 0), /has expired.*It expired Mon 23 Nov, 14:05/s);
  });

  it('the warning of many conversations names five, and says how many more there are', () => {
    const places = Array.from({ length: 7 }, (_, index) => ({
      id: `19:channel-${index}`,
      kind: 'channel' as const,
      since: monday - hour,
      why: 'refused' as const,
    }));
    const text = textFor({ kind: 'unreached', places });
    assert.match(text, /^△ 7 conversations can’t be reached\n/);
    assert.match(text, /Channel 19:channel-4: Teams refuses messages\nand 2 more, in the log\n/);
    assert.doesNotMatch(text, /channel-5/);
  });
});
