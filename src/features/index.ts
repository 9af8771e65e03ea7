import type { EpochMs } from '../domain/time.ts';
import type { Data } from '../language/reading.ts';
import { audit } from './audit/feature.ts';
import { causes } from './causes/feature.ts';
import { type ChangesParts, createChanges } from './changes/changes.ts';
import { compare } from './compare/feature.ts';
import { coverage } from './coverage/feature.ts';
import { digest } from './digest/feature.ts';
import { endNotice } from './end-notice/feature.ts';
import type { Command, DecodedAction, Feature } from './feature.ts';
import { help } from './help/feature.ts';
import { unanswered } from './help/unanswered/feature.ts';
import { incidents } from './incidents/feature.ts';
import { findIncident } from './incidents/find/feature.ts';
import { onCall } from './incidents/on-call/feature.ts';
import { watch } from './incidents/watch/feature.ts';
import { job } from './job/feature.ts';
import { jobList } from './job-list/feature.ts';
import { otherLanguage } from './other-language/feature.ts';
import { plan } from './plan/feature.ts';
import { rank } from './rank/feature.ts';
import { rate } from './rate/feature.ts';
import { readingOrder } from './reading-order.ts';
import { retired } from './retired/feature.ts';
import { roles } from './roles/feature.ts';
import { subscriptions } from './settings/all/feature.ts';
import { settings } from './settings/feature.ts';
import { setHere } from './settings/set-here/feature.ts';
import { status } from './status/feature.ts';
import { undoing } from './undo/feature.ts';
import { version } from './version/feature.ts';

/** All features. Readings of one rank are tried in this order. */
const table = [
  subscriptions,
  setHere,
  undoing,
  digest,
  coverage,
  retired,
  onCall,
  endNotice,
  watch,
  incidents,
  findIncident,
  roles,
  audit,
  version,
  compare,
  rate,
  rank,
  plan,
  status,
  causes,
  jobList,
  job,
  settings,
  otherLanguage,
  help,
  unanswered,
] as const;

/** What all features need of the product together. */
export type FeatureParts = PartsOf<(typeof table)[number]> & ChangesParts;

// Inferred for all at once, which gives what each of them needs, and not what any one does.
type PartsOf<F> = [F] extends [Feature<infer P>] ? P : never;

/** See `table`. */
export const features: readonly Feature<FeatureParts>[] = table;

/** The changes of all features, and the buttons of their previews. */
export const changes = createChanges(features.flatMap(({ changes = [] }) => changes));

const commands = new Map(features.flatMap(({ commands = [] }) => commands).map(one => [one.kind, one]));
const buttons = new Map(
  [...features.flatMap(({ buttons = [] }) => buttons), ...changes.buttons].map(one => [one.verb, one]),
);

/** All readings, in the order in which they are tried. */
export const readings = features
  .flatMap(({ readings = [] }) => readings)
  .toSorted((a, b) => readingOrder.indexOf(a.rank) - readingOrder.indexOf(b.rank));

/** The examples of all features for help. */
export const helpOfFeatures = features.flatMap(({ help = [] }) => help);

/** The phrases of all features. */
export const words = features.flatMap(({ words = [] }) => words);

/** Words of the grammars of all features, in which no typing error is looked for. */
export const knownWords = features.flatMap(({ knownWords = [] }) => knownWords);

/** Throws if no feature has such a command. */
export function commandOf({ kind }: Data): Command<Data, FeatureParts> {
  const command = commands.get(kind);
  if (!command) throw new Error(`no feature has the command ${kind}`);
  return command;
}

/** True for a button after which its card shows everybody what is set now. */
export function isReplacing(verb: unknown): boolean {
  return typeof verb === 'string' && buttons.get(verb)?.isReplacing === true;
}

/** Decodes what a client sent. Returns undefined if none of the bot's buttons can have carried it at `now`. */
export function decodeAction(
  verb: unknown,
  data: unknown,
  now: EpochMs,
): DecodedAction<FeatureParts> | undefined {
  return typeof verb === 'string' ? buttons.get(verb)?.decode(data, now) : undefined;
}
