import type { Span } from '../domain/time.ts';
import type { Finding } from './finding.ts';
import { unanswered } from './inconclusive.ts';
import type { Probe } from './probe.ts';

const tried = 'location';

/** Whether the location that is set has jobs; no finding if all locations are meant. */
export async function checkLocation(
  location: string | undefined,
  { probe, token, span }: { readonly probe: Probe; readonly token: string; readonly span: Span },
): Promise<Finding | undefined> {
  if (location === undefined) return undefined;
  const asked = { shape: 'cloudbackupjobs', span, index: 1, size: 1 } as const;
  const ofLocation = await probe.page({ ...asked, location }, token);
  const ofAll = await probe.page(asked, token);
  if (ofAll.kind !== 'page') return unanswered(tried, ofAll);
  const isTaken = ofLocation.kind === 'page';
  if (isTaken && (ofLocation.page.totalCount > 0 || ofAll.page.totalCount === 0))
    return { mark: 'ok', tried, seen: `${location} is known` };
  return {
    mark: isTaken ? 'warning' : 'failure',
    tried,
    seen: isTaken ? `${location} has no jobs, others have` : `${location} is not taken by AvePoint`,
    fix: 'set AVEPOINT_LOCATION to a location of your tenant, or take it out for all of them.',
    settings: [{ name: 'AVEPOINT_LOCATION', value: '<a location of your tenant, such as EUR>' }],
  };
}
