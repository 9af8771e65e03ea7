import type { HelpTopic } from '../../domain/reading.ts';
import type { Role } from '../../domain/role.ts';
import { composeSentence } from '../../language/compose.ts';
import { pageSizeExamples } from '../../language/page-size.ts';
import { periodFamilies } from '../../language/spans/index.ts';
import { type Entry, otherEntries, serviceEntries, stateEntries } from '../../language/vocabulary.ts';

const covering = otherEntries.filter(({ meaning }) => meaning.part === 'coverage');
const asking = otherEntries.filter(({ meaning }) => meaning.part === 'health');
const examplesOfParts = (...parts: readonly string[]) =>
  examplesOf(otherEntries.filter(({ meaning }) => parts.includes(meaning.part)));
// The first four of a topic are its buttons: none of them ends anything.
const watching = [
  ...examplesOfParts('watch'),
  ...examplesOfParts('faults'),
  'watch exchange, twice in a row, quiet 22:00 to 06:00',
  ...examplesOfParts('unwatch', 'report'),
];

const retiring = 'exchange is retired';

/** Examples that change something as soon as they are typed: a guessed button must not have them. */
export const ordering: ReadonlySet<string> = new Set([
  ...examplesOfParts('unwatch', 'escalation', 'reminder'),
  retiring,
]);

/** What all users can ask, made from the grammar's own tables, so that help can't promise what isn't understood. */
export const helpTopics: readonly HelpTopic[] = [
  {
    title: 'How the backups are',
    examples: [...examplesOf(asking), 'are the backups ok?', ...examplesOf(covering)],
  },
  { title: 'What failed, finished or is running', examples: examplesOf(stateEntries) },
  { title: 'Why', examples: examplesOf(otherEntries.filter(({ meaning }) => meaning.part === 'why')) },
  { title: 'One service', examples: serviceEntries.map(serviceExample) },
  {
    title: 'Several at once',
    examples: [
      'problems today',
      'failed or partial Exchange and OneDrive backups',
      'failed backups this week vs last week',
    ],
  },
  {
    title: 'Every morning',
    examples: examplesOf(otherEntries.filter(({ meaning }) => meaning.part === 'digest')),
  },
  { title: 'When something fails', examples: watching },
  { title: 'Who is called', examples: examplesOfParts('duty', 'escalation', 'reminder') },
  {
    title: 'How old a backup may be',
    examples: examplesOf(otherEntries.filter(({ meaning }) => meaning.part === 'target')),
  },
  { title: 'What is not backed up any more', examples: [retiring] },
  { title: 'When', examples: periodFamilies.flatMap(family => family.examples) },
  { title: 'How many at a time', examples: pageSizeExamples },
  { title: 'What you may do', examples: examplesOfParts('ownRole') },
];

const adminTopics: readonly HelpTopic[] = [
  { title: 'For admins', examples: examplesOfParts('roles', 'audit', 'subscriptions') },
];

/**
 * Returns the topics that a role is shown, without those it would be refused. `own` are the topics of features; their
 * examples join the topic of the same title, if there is one.
 */
export function helpTopicsOf(role: Role, own: readonly HelpTopic[] = []): readonly HelpTopic[] {
  const topics = role === 'admin' ? [...helpTopics, ...adminTopics] : helpTopics;
  const examplesOfOwn = (wanted: string) =>
    own.flatMap(({ title, examples }) => (title === wanted ? examples : []));
  return [
    ...topics.map(({ title, examples }) => ({ title, examples: [...examples, ...examplesOfOwn(title)] })),
    ...own.filter(({ title }) => topics.every(topic => topic.title !== title)),
  ];
}

function examplesOf(entries: readonly Entry[]): string[] {
  return entries.flatMap(entry => entry.examples ?? []);
}

function serviceExample({ meaning }: Entry): string {
  const service = meaning.part === 'service' ? meaning.value : undefined;
  return composeSentence({
    type: 'backup',
    service,
    state: 'failed',
    period: undefined,
    pageSize: undefined,
  });
}
