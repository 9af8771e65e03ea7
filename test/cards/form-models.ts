import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import { limitOf, limitsFormCard } from '../../src/features/coverage/limits-form.ts';
import { digestFormCard, digestOf } from '../../src/features/digest/form.ts';
import { watchFormCard, watchOf } from '../../src/features/incidents/watch/form.ts';
import { preview, wish } from './fault-models.ts';
import { british, hour, now } from './models.ts';

const reader = { ...british, zone: 'Europe/Berlin' };
/** Teams sent only the present offset. */
const unsure = { ...british, zone: 'Etc/GMT-1', settingZone: 'Europe/London' };

const problemsOf = (read: object): readonly string[] =>
  'problems' in read ? (read.problems as readonly string[]) : [];

const noTime = { e: '12345', y: '', os: 'exchange,teams' };
const halfQuiet = { a: '1', f: '22:00', u: '', e: 'true' };
const noService = { h: '0' };
const many = { days: 14, failedRuns: 120, failedDays: 14, faults: 98, servicesSeen: ['exchange' as const] };

/** The forms that set something, and what they lead to. */
export const formCards: Readonly<Record<string, () => AdaptiveCard>> = {
  'form-digest': () => digestFormCard(reader, now),
  'form-digest-zone': () => digestFormCard(unsure, now),
  'form-digest-problem': () => digestFormCard(reader, now, noTime, problemsOf(digestOf(noTime, reader, now))),
  'form-alert': () => watchFormCard(reader, now),
  'form-alert-problem': () =>
    watchFormCard(reader, now, halfQuiet, problemsOf(watchOf(halfQuiet, reader, now))),
  'form-limits': () => limitsFormCard({ exchange: 12 * hour }),
  'form-limits-problem': () => limitsFormCard({}, noService, problemsOf(limitOf(noService))),
  'watch-preview-noisy': () =>
    preview({ wish: { ...wish, inARow: 1 }, past: many, calmer: { ...many, faults: 9 } }),
};
