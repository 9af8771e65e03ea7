import type { Service } from '../../domain/job.ts';
import { ofServices } from '../../domain/question.ts';
import type { PlanQuestion } from '../../jobs/planned.ts';
import { namesInWords } from '../../language/compose.ts';
import type { Parsed } from '../../language/parse.ts';
import type { Read, ReadingContext } from '../../language/reading.ts';
import type { Meaning } from '../../language/vocabulary.ts';

export interface PlanCommand {
  readonly kind: 'plan';
  readonly question: PlanQuestion;
}

/** What is said of the plan and nothing else. */
const planned = new RegExp(
  [
    '\\bnext\\b(?=.*\\b(?:run|runs|backups?|back up|backed up|scheduled?|start|starts|due)\\b)',
    '\\b(?:run|runs|back up|backs up|backups?|backed up|scheduled?|start|starts|due|is|are|up)\\b.*\\bnext\\b',
    '\\b(?:schedules?|scheduled|timetable|planned|upcoming|lined up)\\b',
    '^(?:the |our )?backup times?$|\\bplan for\\b|\\bbackup plan$',
    '\\bwhen (?:will|do|does|is|are|should)\\b.*\\b(?:run|runs|running|start|starts|starting|kick|begin|back up|backed up|backups?|due)\\b',
    '\\b(?:what|which|whats|anything)\\b.*\\b(?:runs?|running|starts?|due|planned|coming up|scheduled)\\b.*(?:\\b(?:tonight|later|soon|next|this evening)\\b|…)',
    '\\b(?:is|are) (?:\\w+ ){0,4}due\\b|\\bwhen (?:the |our )?next\\b|\\bcoming up\\b|\\bstill to come\\b',
    '\\b(?:what|which) time (?:is|are|do|does|will)\\b(?!.*\\b(?:last|finish|finished|end|ended)\\b).*\\b(?:run|running|start|starting|back up|backed up|backups?|due|scheduled)\\b',
    '\\bhow (?:long|soon|much longer)\\b.*\\bnext\\b|^will\\b.*\\b(?:run|back up|backed up|start)\\b',
  ].join('|'),
);
/** A plan for another day isn't known; the card's title and headline are of today. */
const otherDays =
  /\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|weekend|month|days?|change|changed|failed|missed)\b/;
/** Words of such a sentence that change nothing in it. */
const beside = new Set(
  'next will schedule schedules scheduled scheduling timetable planned plan plans upcoming lined up coming due again later soon on in at evening night tonight today time times should going to soonest until till long what which usually normally typically kick kicks off begin begins window nightly'.split(
    ' ',
  ),
);
const idle = new Set<Meaning['part']>(['harmless', 'join', 'greeting', 'service', 'type', 'jobs', 'now']);

/** Returns the sentence that asks for the plan of these services. */
export function planSentence(services: readonly Service[]): string {
  return services.length === 0 ? 'backup schedule' : `backup schedule of ${namesInWords(services)}`;
}

/** Reads "when does exchange back up next", "backup schedule", "what runs tonight". */
export function plan(parsed: Parsed, { zone }: ReadingContext): Read<PlanCommand> | undefined {
  const { parts, left, periods, tokens } = parsed;
  // "did backups run on schedule" asks of what is over.
  if (over.has(tokens[0]?.text ?? '')) return undefined;
  const said = tokens.map(({ text }) => text).join(' ');
  if (/\b(?:has|have|had) (?:been )?run\b/.test(said)) return undefined;
  if (
    !planned.test(parsed.outside) &&
    !/\b(?:runs?|starts?|due) … ?$/.test(parsed.outside) &&
    !isTonight(parsed)
  )
    return undefined;
  if (!parts.found.every(({ meaning }) => idle.has(meaning.part) || isRunning(meaning))) return undefined;
  if (parts.types.some(type => type !== 'backup') || parsed.pageSize || otherDays.test(said))
    return undefined;
  if (left.some(({ token }) => token.kind !== 'sign' && !beside.has(token.text))) return undefined;
  // "have all scheduled backups run today" asks how they went.
  if (/^(?:have|has|did|was|were)\b/.test(parsed.outside)) return undefined;
  // Today's plan: what is over can't be asked of it.
  const isTomorrow = tokens.some(({ text }) => text === 'tomorrow');
  // "schedule exchange tomorrow" is an order.
  if (isTomorrow && said.startsWith('schedule ') && !/^schedule (?:for|of|tomorrow)\b/.test(said))
    return undefined;
  const isAhead = periods.every(({ start, end }) =>
    tokens.slice(start, end).every(({ text }) => ahead.has(text)),
  );
  if (!isAhead) return undefined;
  return {
    command: {
      kind: 'plan',
      question: { ...ofServices(parts.services), zone, ...(isTomorrow && { isOfTomorrow: true }) },
    },
    offers: [],
  };
}

const over = new Set('did have has had was were'.split(' '));
const ahead = new Set('tonight today tomorrow this evening night for the on'.split(' '));

/** "tonight's backups", before they have started. */
function isTonight({ period, tokens, parts }: Parsed): boolean {
  const isNamed = parts.types.length > 0 || parts.found.some(({ meaning }) => meaning.part === 'jobs');
  return period.kind === 'refused' && isNamed && tokens.some(({ text }) => text === 'tonight');
}

/** "what is running next". */
function isRunning(meaning: Meaning): boolean {
  return meaning.part === 'state' && meaning.value === 'inProgress';
}
