import type { HelpTopic } from '../domain/reading.ts';
import { pageSizeExamples } from './page-size.ts';
import { periodFamilies } from './spans/index.ts';
import { type Entry, serviceEntries, stateEntries } from './vocabulary.ts';

/** What can be asked, made from the grammar's own tables, so that help cannot promise what is not understood. */
export const helpTopics: readonly HelpTopic[] = [
  { title: 'What failed, finished or is running', examples: examplesOf(stateEntries) },
  { title: 'One service', examples: serviceEntries.map(entry => `failed ${firstPhrase(entry)} backups`) },
  { title: 'When', examples: periodFamilies.flatMap(family => family.examples) },
  { title: 'How many at a time', examples: pageSizeExamples },
];

function examplesOf(entries: readonly Entry[]): string[] {
  return entries.flatMap(entry => entry.examples ?? []);
}

function firstPhrase(entry: Entry): string {
  return entry.phrases.split(', ')[0] ?? '';
}
