import { objectTypeValues } from '../../avepoint/query-values.ts';
import { joined, nameOf } from '../../cards/words.ts';
import { type Service, services } from '../../domain/job.ts';
import { createLexicon, serviceEntries } from '../../language/vocabulary.ts';
import { DemoError } from './demo-error.ts';

const { phrasesFrom } = createLexicon(serviceEntries);

/** A service by the names that users type in chat. */
export interface NamedService {
  readonly service: Service;
  /** "Exchange". */
  readonly name: string;
  /** Its number in AvePoint's queries. */
  readonly number: number;
}

/**
 * Returns the service with one of the names that the bot knows in chat, in any case: "teams", "Exchange Online",
 * "power-bi".
 *
 * @throws DemoError that lists the services if there is none of that name
 */
export function serviceNamed(text: string): NamedService {
  const words = text.toLowerCase().match(/\d+|\p{L}+/gu) ?? [];
  const phrase = phrasesFrom(words[0] ?? '').find(({ words: all }) => all.join(' ') === words.join(' '));
  if (phrase?.meaning.part !== 'service')
    throw new DemoError(
      `I don’t know the service “${text.slice(0, 30)}”. Name one of these:\n${wrapped(joined(services.map(nameOf), 'or'))}.`,
    );
  const service = phrase.meaning.value;
  return { service, name: nameOf(service), number: objectTypeValues[service] };
}

/** Breaks words into lines of at most 78 characters. */
function wrapped(text: string): string {
  return text.replace(/(.{1,78})(?: |$)/g, '$1\n').trimEnd();
}
