import type { JobState, JobType, Service } from '../domain/job.ts';
import { questionLimits } from '../domain/question.ts';
import type { Suggestion } from '../domain/reading.ts';

/** None, one, or several at once. */
type Some<T> = T | readonly T[] | undefined;

/** The parts a sentence is made of. */
export interface SentenceParts {
  /** Set if the sentence asks how the backups are, not for a list. */
  readonly isHealth?: boolean;
  /** Set if it asks why jobs failed. */
  readonly isWhy?: boolean;
  readonly type: JobType | undefined;
  readonly service: Some<Service>;
  readonly state: Some<JobState>;
  /** The period in the user's own words. */
  readonly period: string | undefined;
  readonly pageSize: number | undefined;
}

const nouns: Record<JobType, string> = {
  backup: 'backups',
  restore: 'restores',
  export: 'exports',
  delete: 'deletions',
  retention: 'retention jobs',
};

const serviceWords: Record<Service, string> = {
  exchange: 'Exchange',
  sharepoint: 'SharePoint',
  onedrive: 'OneDrive',
  groups: 'groups',
  project: 'project',
  publicFolder: 'public folder',
  teams: 'Teams',
  vivaEngage: 'Viva Engage',
  teamsChat: 'Teams chat',
  powerBi: 'Power BI',
  powerAutomate: 'Power Automate',
  powerApps: 'Power Apps',
};

const stateWords: Record<JobState, string> = {
  inProgress: 'running',
  finished: 'finished',
  failed: 'failed',
  finishedWithException: 'with exceptions',
  partiallyFinished: 'partial',
};

/**
 * Composes a sentence that reads as exactly these parts, with names as they are written, in the usual order of words.
 */
export function composeSentence(parts: SentenceParts): string {
  const { type, period, pageSize } = parts;
  const [services, states] = [listOf(parts.service), listOf(parts.state)];
  const serviceText = namesInWords(services);
  if (parts.isHealth) return ['status', serviceText && `of ${serviceText}`, period].filter(Boolean).join(' ');
  if (parts.isWhy) {
    const what = [serviceText, type ? nouns[type] : 'jobs'].filter(Boolean).join(' ');
    return ['why did', what, 'fail', period].filter(Boolean).join(' ');
  }
  if (isProblems(states)) {
    const what = [serviceText, type && nouns[type].replace(/s$/, ''), 'problems'].filter(Boolean).join(' ');
    return withPageSize([what, period].filter(Boolean).join(' '), pageSize);
  }
  const before = states.filter(state => state !== 'finishedWithException').map(state => stateWords[state]);
  const bare = services.length + states.length === 0 && type === undefined;
  const said = [
    bare ? 'all' : '',
    before.join(' or '),
    serviceText,
    type ? nouns[type] : 'jobs',
    // "partial backups with exceptions" would be both at once to most users.
    states.length > before.length ? `${before.length > 0 ? 'or ' : ''}with exceptions` : '',
    period ?? '',
  ]
    .filter(Boolean)
    .join(' ');
  return withPageSize(said, pageSize);
}

function withPageSize(said: string, pageSize: number | undefined): string {
  return pageSize === undefined ? said : `${said}, ${pageSize} per page`;
}

/** Returns true for failed, partial and with exceptions: all states with problems. */
function isProblems(states: readonly JobState[]): boolean {
  return states.length === 3 && !states.includes('inProgress') && !states.includes('finished');
}

/** Returns "Exchange and OneDrive": services by their usual names. */
export function namesInWords(services: readonly Service[]): string {
  return services.map(service => serviceWords[service]).join(' and ');
}

function listOf<T extends string>(some: Some<T>): readonly T[] {
  if (some === undefined) return [];
  return typeof some === 'string' ? [some] : some;
}

/** Returns the sentence as a suggestion; the label defaults to the sentence with a capital. */
export function offerOf(parts: SentenceParts, label?: string): Suggestion {
  const sentence = composeSentence(parts);
  return { label: label ?? capital(sentence), sentence };
}

/** Suggests the same parts for another period, labelled with its words. */
export function periodOffer(parts: SentenceParts, words: string): Suggestion {
  return { label: words, sentence: composeSentence({ ...parts, period: words }) };
}

/** Suggests a question with other readings of its period, such as those of `readSpan`, in full sentences. */
export function offersFor(
  question: Pick<SentenceParts, 'isHealth' | 'isWhy' | 'type' | 'service' | 'state' | 'pageSize'>,
  others: readonly string[],
): readonly Suggestion[] {
  const { pageSize } = question;
  const size = pageSize === questionLimits.defaultPageSize ? undefined : pageSize;
  return others.map(words => periodOffer({ ...question, pageSize: size, period: undefined }, words));
}

/** Returns the text with its first letter in upper case. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
