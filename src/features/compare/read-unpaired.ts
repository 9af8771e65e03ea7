import { healthParts, isAboutJobs, oneOfEach } from '../../language/asked.ts';
import { capital, composeSentence, offerOf } from '../../language/compose.ts';
import type { Parsed } from '../../language/parse.ts';
import type { NoQuestion, Read } from '../../language/reading.ts';
import { noQuestion } from '../../language/refusals.ts';

const comparing = [
  /\b(?:more|less|fewer|worse|better|higher|lower|greater)\b.*\bthan\b(?! \d)/,
  /\bwhat(?: has| is|s)? changed\b/,
  /\btrend(?:s|ing)?\b/,
  /\b(?:improved?|improving|increas\w+|decreas\w+)\b/,
];

/** "more failures than last week", "what changed": two periods are compared, but not named with "vs". */
export function readUnpaired(parsed: Parsed): Read<NoQuestion> | undefined {
  if (!comparing.some(words => words.test(parsed.outside))) return undefined;
  const asked = oneOfEach(parsed);
  const { services } = parsed.parts;
  const pair = `${composeSentence({ ...asked, period: undefined, pageSize: undefined })} ${pairIn(parsed)}`;
  const { command, offers } = noQuestion('To compare two periods, put “vs” between them.', [
    { label: capital(pair), sentence: pair },
    ...(isAboutJobs(asked) ? [offerOf(asked)] : []),
    offerOf({ ...asked, ...healthParts, service: services.length === 1 ? services[0] : undefined }),
  ]);
  return { command: { ...command, about: 'compare' }, offers };
}

/** The two periods of a sentence; else the one and that before it, if both have names; else the usual two. */
function pairIn(parsed: Parsed): string {
  const words = parsed.eachPeriod().flatMap(period => (period.kind === 'bounds' ? [period.words] : []));
  if (words.length === 2) return words.join(' vs ');
  const unit = /^this (week|month|quarter|year)$/.exec(words[0] ?? '')?.[1];
  return unit === undefined ? 'today vs yesterday' : `this ${unit} vs last ${unit}`;
}
