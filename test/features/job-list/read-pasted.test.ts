import assert from 'node:assert/strict';
import { gotOf } from '../../language/field.ts';
import { berlin, unanswered } from '../../language/support.ts';
import { interpret } from '../../support/interpret.ts';

/** "backup exchange failed 22 Nov", "job FB…", or "– period" for no answer. */
function read(alert: string): string {
  const reading = interpret(alert, berlin);
  const about = unanswered(reading);
  if (about !== undefined) return `– ${about}`;
  const { kind, type, services = [], states = [], from, to, jobId, jobIds } = gotOf(reading);
  const ids = (jobIds as string[] | undefined) ?? [jobId];
  if (kind !== 'list') return [kind, ...ids].filter(Boolean).join(' ');
  const isLastDay = from === '2026-11-22T14:05' && to === '2026-11-23T14:05';
  const day = isLastDay ? 'last 24 h' : from === 'open' ? 'open' : `${from}`.slice(5, 10);
  return [type === 'all' ? '' : type, ...services, ...states, day].filter(Boolean).join(' ');
}

const alerts: readonly (readonly [alert: string, read: string])[] = [
  ['Service: Exchange Online Status: Failed Date: 2026-11-22', 'exchange failed 11-22'],
  ['Service: Teams | Status: Failed | Time: 22 Nov 2026 23:10 | Error: 429 too many', 'teams failed 11-22'],
  [
    'Job Type: Backup Workload: OneDrive State: Failed Start: 2026-11-22 01:00',
    'backup onedrive failed 11-22',
  ],
  ['Fwd: Backup alert - Exchange Online - Failed - 22/11/2026', 'backup exchange failed 11-22'],
  ['Alert: Power BI restore failed on 21 November 2026 at 14:33', 'restore powerBi failed 11-21'],
  ['ALERT: SharePoint Online backup failed at 02:14', 'backup sharepoint failed last 24 h'],
  ['got this alert: Exchange Online backup failed at 3am', 'backup exchange failed last 24 h'],
  ['got this mail: [Alert] SharePoint backup failed', 'backup sharepoint failed last 24 h'],
  ['FW: [EXT] Cloud Backup Job Failed - SharePoint Online', 'sharepoint failed last 24 h'],
  ['[Alert] OneDrive backup finished with exception', 'backup onedrive exception last 24 h'],
  ['Notification: Exchange Online backup job failed', 'backup exchange failed last 24 h'],
  ['WARNING: Backup job for Teams completed with exceptions', 'backup teams exception last 24 h'],
  [
    'Severity: Critical Source: AvePoint Message: OneDrive backup failed Time: 2026-11-22T02:14:00Z',
    'backup onedrive failed 11-22',
  ],
  ['Alert: OneDrive restore running since 02:14', 'restore onedrive running open'],
];
const withIds: readonly (readonly [alert: string, read: string])[] = [
  [
    'Job ID: FB20261123031204123456 Status: Failed Service: Exchange Online Start Time: 11/23/2026 03:12:04',
    'job FB20261123031204123456',
  ],
  ['[AvePoint] notification: job FB20261123031204123456 has failed', 'job FB20261123031204123456'],
  ['what is this: job FB20261123031204123456 failed with 0x80070005', 'job FB20261123031204123456'],
  [
    'FB20261123031204123456, FB20261123031204123457 failed',
    'job FB20261123031204123456 FB20261123031204123457',
  ],
];
const unreadable: readonly (readonly [alert: string, read: string])[] = [
  ['Status: Failed; Object: kim@contoso.com; Service: Exchange Online', '– person'],
  ['FW: Contoso exchange failed', '– words'],
  ['Alert: exchange and teams backups failed at 02:14', '– period'],
  ['Service: Exchange Status: Failed Date: 31 November 2026', '– period'],
];

describe('pasted alerts', () => {
  const groups = [
    ['the jobs of its service, in its state, on its day', alerts],
    ['the job whose id it has', withIds],
    ['nothing, since something in it can’t be read', unreadable],
  ] as const;
  for (const [title, rows] of groups)
    for (const [alert, expected] of rows)
      it(`the pasted alert “${alert}” gives ${title}`, () => assert.equal(read(alert), expected));
});
