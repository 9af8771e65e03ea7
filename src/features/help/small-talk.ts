import type { Parsed } from '../../language/parse.ts';

const words = (list: string) => new Set(list.split(' '));
const greetings = words('hi hello hey hiya howdy yo morning evening afternoon welcome ping test');
const thanks = words('thanks thank thx thankyou ty cheers ta appreciated');
const remarks = words(
  'ok okay k great good cool nice perfect awesome excellent super brilliant fantastic amazing done fine success alright bye goodbye cya lol haha sorry oops np nvm nevermind yes yep yeah yup no nope sure noted understood welcome wow hmm hm',
);
/** Whole remarks, without punctuation. */
const phrases = new Set([
  ...[
    'sorry wrong chat',
    'wrong chat',
    'wrong channel',
    'sorry wrong channel',
    'it was my fault',
    'it was my fault sorry',
    'sorry my fault',
    'my fault',
    'no problem',
    'no worries',
    'my bad',
  ],
  ...[
    'youre wrong',
    'you are wrong',
    'thats wrong',
    'that is wrong',
    'not true',
    'got it',
    'i see',
    'never mind',
    'all good',
    'all good thanks',
  ],
  ...[
    'lets chat later',
    'talk later',
    'see you',
    'good night',
    'good morning',
    'good evening',
    'good afternoon',
    'good day',
    'how are you',
    'well done',
    'good job',
    'good bot',
    'nice work',
    'see you later',
    'see you tomorrow',
  ],
]);
/** Words that may stand beside them and change nothing. */
const beside = words('you so much very a lot team everyone everybody bot for again guys folks');

const praise = /^(?:great|nice|awesome|good|excellent|super|perfect) (?:job|work|one)s?$/;

const hello = 'Hi. Send “status” or “problems today”, or “help” for what else I can answer.';
const welcome = 'You’re welcome.';
const wrong = 'Sorry about that. Ask again in other words, or send “help” for what I can answer.';
const fine = 'OK.';

/** Returns a short reply to a sentence that asks nothing; undefined for any other. */
export function smallTalk({ tokens }: Pick<Parsed, 'tokens'>): string | undefined {
  const isAsked = tokens.some(({ text }) => text === '?');
  const said = tokens.filter(({ kind }) => kind !== 'sign').map(({ text }) => text);
  if (said.length === 0 || isAsked) return undefined;
  const sentence = said.join(' ');
  // It informs others, and asks nothing.
  if (said[0] === 'fyi' && !said.includes('why')) return fine;
  if (phrases.has(sentence))
    return /wrong|not true/.test(sentence) && !/chat|channel/.test(sentence) ? wrong : answerTo(said);
  // "no success" reports something.
  if (said.length > 1 && said.includes('no')) return undefined;
  if (praise.test(sentence)) return welcome;
  const isTalk = said.every(
    word => greetings.has(word) || thanks.has(word) || remarks.has(word) || beside.has(word),
  );
  const isMeant = said.some(word => greetings.has(word) || thanks.has(word) || remarks.has(word));
  return isTalk && isMeant ? answerTo(said) : undefined;
}

function answerTo(said: readonly string[]): string {
  if (said.some(word => thanks.has(word))) return welcome;
  return said.some(word => greetings.has(word)) ? hello : fine;
}
