import type { JobState, JobType, Service } from '../domain/job.ts';
import { type Question, questionLimits } from '../domain/question.ts';
import type { Offer } from '../domain/reading.ts';

/** The parts a sentence is made of. */
export interface SentenceParts {
  readonly type: JobType | undefined;
  readonly service: Service | undefined;
  readonly state: JobState | undefined;
  /** The period in the asker's own words. */
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

/** A sentence that reads as exactly these parts, with names as they are written, in the order people say them. */
export function composeSentence({ type, service, state, period, pageSize }: SentenceParts): string {
  const afterwards = state === 'finishedWithException';
  const bare = state === undefined && service === undefined && type === undefined;
  const said = [
    bare ? 'all' : '',
    state && !afterwards ? stateWords[state] : '',
    service ? serviceWords[service] : '',
    type ? nouns[type] : 'jobs',
    state && afterwards ? stateWords[state] : '',
    period ?? '',
  ]
    .filter(Boolean)
    .join(' ');
  return pageSize === undefined ? said : `${said}, ${pageSize} per page`;
}

/** The sentence as a button; the label defaults to the sentence with a capital. */
export function offerOf(parts: SentenceParts, label?: string): Offer {
  const sentence = composeSentence(parts);
  return { label: label ?? capital(sentence), sentence };
}

/** The same parts for another period, labelled with its words. */
export function periodOffer(parts: SentenceParts, words: string): Offer {
  return { label: words, sentence: composeSentence({ ...parts, period: words }) };
}

/** A question's buttons for other readings of its period, such as those `readSpan` gives: the sentences in full. */
export function offersFor(question: Question, others: readonly string[]): readonly Offer[] {
  const { type, service, state, pageSize } = question;
  const size = pageSize === questionLimits.defaultPageSize ? undefined : pageSize;
  return others.map(words => periodOffer({ type, service, state, pageSize: size, period: undefined }, words));
}

/** The first letter large. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
