import { z } from 'zod';
import type { AvePointSettings } from '../avepoint/settings.ts';
import type { EpochMs } from '../domain/time.ts';
import { readCredential } from './read-credential.ts';
import { type Settings, safeUrl } from './settings.ts';

const commercialTokenUrl = 'https://identity.avepointonlineservices.com/connect/token';

/** Where AvePoint's API lives, and as whom it is asked. */
export function readAvePoint(settings: Settings, now: EpochMs): AvePointSettings {
  const { read } = settings;
  return {
    graphUrl: read('AVEPOINT_GRAPH_URL', safeUrl, 'the https address of your data centre')?.replace(
      /\/+$/,
      '',
    ),
    tokenUrl: read('AVEPOINT_TOKEN_URL', safeUrl, 'an https address', commercialTokenUrl),
    clientId: read('AVEPOINT_CLIENT_ID', z.string(), 'the id of the app registration at AvePoint'),
    credential: readCredential(
      settings,
      {
        secret: ['AVEPOINT_CLIENT_SECRET'],
        certificate: 'AVEPOINT_CERTIFICATE',
        owner: 'the app registration at AvePoint',
      },
      now,
    ) ?? { secret: '' }, // never seen: the complaint ends in an error
    jobsApi: read(
      'AVEPOINT_JOBS_API',
      z.enum(['cloudbackup-jobs', 'cloudbackupjobs']),
      'cloudbackup-jobs or cloudbackupjobs',
      'cloudbackup-jobs',
    ),
    firstPageIndex: read(
      'AVEPOINT_FIRST_PAGE_INDEX',
      z.enum(['0', '1']).transform(text => (text === '1' ? 1 : 0)),
      '0 or 1',
      0,
    ),
    location: readLocation(settings),
    timeoutMs: read(
      'AVEPOINT_TIMEOUT_MS',
      z.coerce.number().int().min(100).max(60_000),
      'milliseconds, from 100 to 60000',
      5000,
    ),
  };
}

/** The older shape has no locations; leaving the setting out would quietly answer for all of them. */
function readLocation({ get, complain }: Settings): string | undefined {
  const location = get('AVEPOINT_LOCATION');
  if (location !== undefined && get('AVEPOINT_JOBS_API') !== 'cloudbackupjobs')
    complain('AVEPOINT_LOCATION is wrong: only AVEPOINT_JOBS_API=cloudbackupjobs knows locations');
  return location;
}
