import { z } from 'zod';
import { locations as documentedLocations } from '../avepoint/locations.ts';
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
      z.enum(['auto', 'cloudbackupjobs', 'cloudbackup-jobs']),
      'auto, cloudbackupjobs or cloudbackup-jobs',
      'auto',
    ),
    firstPageIndex: read(
      'AVEPOINT_FIRST_PAGE_INDEX',
      z.enum(['0', '1']).transform(text => (text === '1' ? 1 : 0)),
      '0 or 1',
      0,
    ),
    location: readLocation(settings),
    locations: readLocations(settings),
    timeoutMs: read(
      'AVEPOINT_TIMEOUT_MS',
      z.coerce.number().int().min(100).max(60_000),
      'milliseconds, from 100 to 60000',
      5000,
    ),
    backgroundTimeoutMs: read(
      'AVEPOINT_BACKGROUND_TIMEOUT_MS',
      z.coerce.number().int().min(100).max(300_000),
      'milliseconds, from 100 to 300000',
      30_000,
    ),
  };
}

function readLocation(settings: Settings): string | undefined {
  const location = settings.get('AVEPOINT_LOCATION');
  if (location !== undefined) needLocations(settings, 'AVEPOINT_LOCATION');
  return location;
}

/** Separated by commas, each once. */
function readLocations(settings: Settings): readonly string[] {
  const text = settings.get('AVEPOINT_LOCATIONS');
  if (text === undefined) return [];
  const names = text.split(',').map(name => name.trim());
  const locations = [...new Set(names.filter(name => name !== ''))];
  if (locations.some(name => !documentedLocations.some(documented => documented === name)))
    settings.complain(
      `AVEPOINT_LOCATIONS is wrong: separated by commas, out of ${documentedLocations.join(', ')}`,
    );
  if (settings.get('AVEPOINT_LOCATION') !== undefined)
    settings.complain('AVEPOINT_LOCATIONS is wrong: not together with AVEPOINT_LOCATION');
  needLocations(settings, 'AVEPOINT_LOCATIONS');
  return locations;
}

/** The older shape has no locations; leaving the setting out would quietly answer for all of them. */
function needLocations({ get, complain }: Settings, name: string): void {
  if (get('AVEPOINT_JOBS_API') === 'cloudbackup-jobs')
    complain(`${name} is wrong: AVEPOINT_JOBS_API=cloudbackup-jobs knows no locations`);
}
