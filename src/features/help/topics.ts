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
  },
  { title: 'Failed, running, finished', examples: examplesOf(stateEntries) },
  { title: 'Why backups failed', examples: examplesOfPart('why') },
  { title: 'One service', examples: serviceEntries.map(serviceExample) },
  {
    title: 'Several at once',
    examples: ['problems today', 'failed or partial Exchange and OneDrive backups'],
  },
  { title: 'Longest, latest, by error', examples: ofFeatures },
  { title: 'Daily digest', examples: ofFeatures },
  { title: 'Alerts', examples: ofFeatures },
  { title: 'On call', examples: ofFeatures },
  { title: 'Backup-age limits', examples: ofFeatures },
  { title: 'Retired services', examples: ofFeatures },
  { title: 'Periods', examples: periodFamilies.flatMap(family => family.examples) },
  { title: 'Page size', examples: pageSizeExamples },
  { title: 'Your role', examples: ofFeatures },
];
const forAdmins = 'For admins';

/** Returns the topics that a role is shown: none that would only be refused. `own` are those of features. */
export function helpTopicsOf(role: Role, own: readonly HelpTopic[]): readonly HelpTopic[] {
  const topics = role === 'admin' ? [...listed, { title: forAdmins, examples: ofFeatures }] : listed;
  const isListed = (wanted: string) => wanted === forAdmins || listed.some(({ title }) => title === wanted);
  return [...joined(topics, own), ...own.filter(({ title }) => !isListed(title))];
}

/** Returns the examples that may be offered for a sentence that was not understood. */
export function examplesToOffer(own: readonly HelpTopic[]): readonly string[] {
  const orders = own.flatMap(({ orders = [] }) => orders);
  return joined(listed, own)
    .flatMap(({ examples }) => examples)
    .filter(example => !orders.includes(example));
}

/** Returns topics with the examples that features have under the same titles. */
function joined(topics: readonly HelpTopic[], own: readonly HelpTopic[]): readonly HelpTopic[] {
  return topics.map(({ title, examples }) => ({
    title,
    examples: [...examples, ...own.flatMap(one => (one.title === title ? one.examples : []))],
  }));
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
