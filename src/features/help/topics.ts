import type { HelpTopic } from '../../domain/reading.ts';
import type { Role } from '../../domain/role.ts';
import { composeSentence } from '../../language/compose.ts';
import { pageSizeExamples } from '../../language/page-size.ts';
import { periodFamilies } from '../../language/spans/index.ts';
import { type Entry, otherEntries, serviceEntries, stateEntries } from '../../language/vocabulary.ts';

const examplesOfPart = (part: string) =>
  examplesOf(otherEntries.filter(({ meaning }) => meaning.part === part));
/** Examples of features alone. */
const ofFeatures: readonly string[] = [];

/**
 * The topics in the order of help. Examples are made from the grammar's own tables, so that help can't promise what isn't
 * understood; features add theirs to the topic of the same title.
 */
const listed: readonly HelpTopic[] = [
  {
    title: 'Status and last good backups',
    examples: [...examplesOfPart('health'), 'are the backups ok?', ...examplesOfPart('coverage')],
    gives:
      'what is failing now, what has recovered, and each service’s last run; the last good backup of each service, and what failed since',
  },
  {
    title: 'Failed, running, finished',
    examples: examplesOf(stateEntries),
    gives: 'a list of jobs, or a verdict in its first line',
  },
  {
    title: 'Why backups failed',
    examples: examplesOfPart('why'),
    gives: 'the reasons of failures, with the jobs behind each',
  },
  {
    title: 'Kinds of job',
    examples: ['restores last 7 days', 'exports yesterday', 'deletions today', 'retention jobs last week'],
    gives: 'backup, restore, export, deletion or retention jobs',
  },
  { title: 'One service', examples: serviceEntries.map(serviceExample), gives: 'the jobs of that service' },
  {
    title: 'Several at once',
    examples: ['problems today', 'failed or partial Exchange and OneDrive backups'],
    gives: 'several states or services side by side',
  },
  { title: 'Longest, latest, by error', examples: ofFeatures },
  { title: 'Comparisons', examples: ofFeatures },
  { title: 'Numbers by service, day or state', examples: ofFeatures },
  { title: 'Success rate', examples: ofFeatures },
  { title: 'Daily digest', examples: ofFeatures },
  { title: 'Alerts', examples: ofFeatures },
  { title: 'On call', examples: ofFeatures },
  { title: 'Backup-age limits', examples: ofFeatures },
  { title: 'Retired services', examples: ofFeatures },
  {
    title: 'Periods',
    examples: periodFamilies.flatMap(family => family.examples),
    gives: 'jobs that started in that time, in your time zone',
  },
  { title: 'Page size', examples: pageSizeExamples, gives: 'pages of 1 to 25 jobs' },
  { title: 'Your role', examples: ofFeatures },
];
const forAdmins = 'For admins';

/** What help unfolds: topics that are asked for together. Those that no group names are among the lists of jobs. */
const lists = 'Lists and counts';
const groups: readonly (readonly [title: string, topics: readonly string[]])[] = [
  ['Status and last good backups', ['Status and last good backups']],
  [
    lists,
    [
      'Counts and verdicts',
      'Failed, running, finished',
      'Kinds of job',
      'One service',
      'Several at once',
      'Page size',
    ],
  ],
  ['Reasons and comparisons', ['Why backups failed', 'Comparisons']],
  ['Periods', ['Periods']],
  ['Digests, alerts, on call', ['Daily digest', 'Alerts', 'On call']],
  ['Settings and roles', ['Backup-age limits', 'Retired services', 'Your role', forAdmins, 'Version']],
];

/** Topics under one title. */
interface HelpGroup {
  readonly title: string;
  readonly topics: readonly HelpTopic[];
}

/** Returns the topics by group, in the order of `groups`. */
export function groupsOf(topics: readonly HelpTopic[]): readonly HelpGroup[] {
  const groupOf = (topic: HelpTopic) =>
    groups.find(([, titles]) => titles.includes(topic.title))?.[0] ?? lists;
  return groups.map(([title]) => ({ title, topics: topics.filter(topic => groupOf(topic) === title) }));
}

/** Returns the topics that a role is shown: none that would only be refused. `own` are those of features. */
export function helpTopicsOf(role: Role | undefined, own: readonly HelpTopic[]): readonly HelpTopic[] {
  return joined([...listed, ...own]).filter(({ title }) => title !== forAdmins || role === 'admin');
}

/** Returns the examples that may be offered for a sentence that was not understood. */
export function examplesToOffer(own: readonly HelpTopic[]): readonly string[] {
  const orders = own.flatMap(({ orders = [] }) => orders);
  const titles = listed.map(({ title }) => title);
  return joined([...listed, ...own])
    .filter(({ title }) => titles.includes(title))
    .flatMap(({ examples }) => examples)
    .filter(example => !orders.includes(example));
}

/** Returns a topic for each title, with all examples under it. */
function joined(topics: readonly HelpTopic[]): readonly HelpTopic[] {
  const titles = [...new Set(topics.map(({ title }) => title))];
  return titles.map(title => {
    const all = topics.filter(topic => topic.title === title);
    return {
      title,
      examples: all.flatMap(({ examples }) => examples),
      gives: all.flatMap(({ gives = [] }) => gives).join('; '),
    };
  });
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
