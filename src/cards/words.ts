import type { Job, JobFilter, JobState, JobType, Service } from '../domain/job.ts';
import { type OfServices, servicesOf, type TabsQuestion } from '../domain/question.ts';
import { clipped } from './plain.ts';

/** Colours of a text in an Adaptive Card. */
export type TextColor = 'Default' | 'Accent' | 'Good' | 'Warning' | 'Attention';

/** The look of a state: never its colour alone. */
export interface StateLook {
  readonly sign: string;
  readonly word: string;
  /** For a narrow row. */
  readonly short: string;
  readonly color: TextColor;
}

// Signs that no client draws as an emoji, which would have its own colour.
const looks: Readonly<Record<JobState, StateLook>> = {
  inProgress: { sign: '↻', word: 'Running', short: 'Running', color: 'Accent' },
  finished: { sign: '✓', word: 'Finished', short: 'Finished', color: 'Good' },
  failed: { sign: '✕', word: 'Failed', short: 'Failed', color: 'Attention' },
  finishedWithException: {
    sign: '△',
    word: 'Finished with exceptions',
    short: 'With exceptions',
    color: 'Warning',
  },
  partiallyFinished: { sign: '◐', word: 'Partially finished', short: 'Partial', color: 'Warning' },
};

/** Returns the look of a documented state. */
export function lookOfState(state: JobState): StateLook {
  return looks[state];
}

/** Returns the look of a job's state. One that isn't documented is shown as AvePoint sent it, in no colour. */
export function lookOf(job: Job): StateLook {
  if (job.state !== undefined) return looks[job.state];
  const word = clipped(job.stateText ?? '', 60) || 'State unknown';
  return { sign: '?', word, short: word, color: 'Default' };
}

/**
 * Returns the sign and the word of a state as text runs. Green and amber words are too faint in Teams' themes, so only
 * the sign has the colour.
 */
export function stateRuns({
  sign,
  word,
  color,
}: Omit<StateLook, 'short'>): readonly { text: string; color: TextColor }[] {
  return color === 'Good' || color === 'Warning'
    ? [
        { text: `${sign} `, color },
        { text: word, color: 'Default' },
      ]
    : [{ text: `${sign} ${word}`, color }];
}

const serviceNames: Readonly<Record<Service, string>> = {
  exchange: 'Exchange Online',
  sharepoint: 'SharePoint Online',
  onedrive: 'OneDrive',
  groups: 'Microsoft 365 Groups',
  project: 'Project Online',
  publicFolder: 'Public folders',
  teams: 'Teams',
  vivaEngage: 'Viva Engage',
  teamsChat: 'Teams chat',
  powerBi: 'Power BI',
  powerAutomate: 'Power Automate',
  powerApps: 'Power Apps',
};

const nouns: Readonly<Record<JobType, readonly [one: string, many: string]>> = {
  backup: ['backup', 'backups'],
  restore: ['restore', 'restores'],
  export: ['export', 'exports'],
  delete: ['deletion', 'deletions'],
  retention: ['retention job', 'retention jobs'],
};

/** Names the services of a question; undefined for all. */
export function namesIn(question: OfServices): string | undefined {
  const asked = servicesOf(question);
  return asked.length === 0 ? undefined : namesOf(asked);
}

/** Returns "backup" or "backups"; "job" or "jobs" if every type is meant. */
export function nounFor(type: JobType | undefined, many: boolean): string {
  return (type === undefined ? (['job', 'jobs'] as const) : nouns[type])[many ? 1 : 0];
}

/** Returns the jobs that are meant, without the service: "failed backups", "backups with exceptions", "all jobs". */
export function kindOf({ type, state }: Pick<JobFilter, 'type' | 'state'>): string {
  return kindOfAny(type, state === undefined ? [] : [state]);
}

/** Returns jobs in one of several states: "failed or partially finished backups, or with exceptions". */
export function kindOfAny(type: JobType | undefined, states: readonly JobState[], many = true): string {
  return kindOfTypes({ type }, states, many);
}

/** Returns the same for one of several types: "failed exports and restores". */
export function kindOfTypes(
  { type, types = [] }: Pick<TabsQuestion, 'type' | 'types'>,
  states: readonly JobState[],
  many = true,
): string {
  const noun = types.length === 0 ? nounFor(type, many) : joined(types.map(one => nounFor(one, many)));
  if (states.length === 0) return type === undefined && types.length === 0 ? `all ${noun}` : noun;
  if (isProblems(states)) return `${noun} with problems`;
  const before = states.flatMap(state => adjectives[state] ?? []).join(' or ');
  if (!states.includes('finishedWithException')) return `${before} ${noun}`;
  return before === '' ? `${noun} with exceptions` : `${before} ${noun}, or with exceptions`;
}

/** Returns the kind for a number of jobs: "failed backup" for one, "failed backups", "jobs with exceptions". */
export function countedKind({ type, state }: Pick<JobFilter, 'type' | 'state'>, count: number): string {
  const noun = nounFor(type, count !== 1);
  if (state === 'finishedWithException') return `${noun} with exceptions`;
  return state === undefined ? noun : `${adjectives[state]} ${noun}`;
}

/** Returns true for failed, partial and with exceptions: all states with problems. */
function isProblems(states: readonly JobState[]): boolean {
  return states.length === 3 && !states.includes('finished') && !states.includes('inProgress');
}

/** Exceptions have no adjective: they stand behind the noun. */
const adjectives: Readonly<Partial<Record<JobState, string>>> = {
  inProgress: 'running',
  finished: 'finished',
  failed: 'failed',
  partiallyFinished: 'partially finished',
};

/** Returns the state behind a number: "2 failed", "2 partially finished", "2 with exceptions". */
export function countedState(state: JobState): string {
  return adjectives[state] ?? 'with exceptions';
}

const serviceShortNames: Readonly<Record<Service, string>> = {
  ...serviceNames,
  exchange: 'Exchange',
  sharepoint: 'SharePoint',
  groups: 'Groups',
  project: 'Project',
};

/** Returns "Exchange": the name for tables, buttons and lists, in which a line is narrow. */
export function nameOf(service: Service): string {
  return serviceShortNames[service];
}

/** Returns "Exchange, Teams and OneDrive". */
export function namesOf(services: readonly Service[]): string {
  return joined(services.map(nameOf));
}

/** Returns "one, another and a third". */
export function joined(names: readonly string[], word: 'and' | 'or' = 'and'): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;
}

/** Returns "Exchange, Teams and OneDrive", or "7 services" if there are more than `most`. */
export function shortNames(services: readonly Service[], most = 3): string {
  return services.length > most ? `${services.length} services` : namesOf(services);
}

/** Returns "Exchange Online". */
export function fullNameOf(service: Service): string {
  return serviceNames[service];
}

/** Returns " of Exchange Online", or nothing if every service is meant. */
export function ofService(service: Service | undefined): string {
  return service === undefined ? '' : ` of ${serviceNames[service]}`;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Returns "daily at 08:00" for "Daily at 08:00": for the middle of a sentence. */
export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** The first line of a message that may be a duplicate. */
export const againText = 'This may be a duplicate: I restarted while sending it.';
