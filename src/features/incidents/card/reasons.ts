import { reasonText } from '../../../cards/reason-text.ts';
import type { Times } from '../../../cards/times.ts';
import { shortNames } from '../../../cards/words.ts';
import type { Service } from '../../../domain/job.ts';
import { plural } from '../../../domain/plural.ts';
import type { ServiceFailure } from '../incident/incident.ts';

/** A phone has no room for more. */
const [mostReasons, reasonLength] = [3, 160];

/** Why runs failed. */
interface Reasons {
  readonly head: string;
  /** `lead` says how many runs it's the reason of, unless it's that of all. The text comes from AvePoint. */
  readonly lines: readonly { readonly lead: string; readonly text: string }[];
}

/** Returns why runs failed, the most frequent reason first, with the services if there are several; none if unknown. */
export function reasonsOf(troubles: readonly ServiceFailure[], times: Times): readonly Reasons[] {
  const merged = new Map<string, { runs: number; services: Service[]; words: string }>();
  for (const { causes, service } of troubles) {
    for (const { text, example = text, isVaried = false, runs } of causes) {
      const one = merged.get(text) ?? { runs: 0, services: [], words: '' };
      const all = one.runs + runs;
      const isOfSeveral = one.words !== '' && example !== text;
      const words = reasonText({ example, isVaried: isVaried || isOfSeveral }, reasonLength);
      merged.set(text, { runs: all, services: [...one.services, service], words });
    }
  }
  const sorted = [...merged].sort(([x, a], [y, b]) => b.runs - a.runs || (x < y ? -1 : 1));
  const [first] = sorted;
  if (first === undefined) return [];
  const count = troubles.reduce((sum, one) => sum + one.count, 0);
  if (sorted.length === 1 && first[1].runs >= count)
    return [{ head: 'Reason', lines: [{ lead: '', text: first[1].words }] }];
  const rest = sorted.length - mostReasons;
  const lines = sorted.slice(0, mostReasons).map(([, { runs, services, words }]) => {
    const who = troubles.length === 1 ? '' : ` of ${shortNames(services)}`;
    const lead = `${times.number(runs)} ${plural(runs, 'backup', 'backups')}${who}: `;
    return { lead, text: words };
  });
  const more = `and ${times.number(rest)} more ${plural(rest, 'reason', 'reasons')}`;
  return [{ head: 'Reasons', lines: [...lines, ...(rest > 0 ? [{ lead: '', text: more }] : [])] }];
}
