import { phraseTable } from './phrases.ts';
import type { Token } from './tokens.ts';

/** Alone before a sentence, whatever follows. */
const openers = phraseTable([
  [
    `
      gm, please, pls, plz, hi, hello, hey, hiya, howdy, yo, good morning, good afternoon, good evening,
      good day, excuse me, hi there, hello there, hey there, is it possible to see,
      is it possible to get, is it possible to show, is it possible to list,
      would it be possible to see, would it be possible to get, is there a way to see, are you able to,
      any chance to see, any chance you can show me, any chance you could show me, mind showing me,
      mind telling me, would you mind showing me, would you mind telling me, do you mind showing me,
      hi bot, hey bot, hello bot, hi all, hello all, hey all, hi team, hello team, hey team,
      hi everyone, hello everyone, hi everybody, hello everybody, hi folks, hi guys, hey guys,
      hope you are well, hope youre well, i hope you are well, hope you are doing well,
      hope this finds you well, hope you had a good weekend, hope you had a nice weekend,
      hi backup watch, hey backup watch, hello backup watch, good morning team, good morning all,
      good morning everyone, good afternoon all, good evening all, dear bot, dear team, dear all
    `,
    true,
  ],
]);
/** The same, but only before a sign: "morning! anything red?", but not "morning backups". */
const callers = phraseTable([
  [
    `
      sorry to bother, sorry to bother you, sorry to disturb, sorry to disturb you,
      sorry for the noise, morning, afternoon, evening, morning all, morning team, bot, sorry,
      quick question, quick one, question, hi teams, hello teams, hey teams
    `,
    true,
  ],
]);
const closers = phraseTable([
  [
    `
      please, pls, plz, thanks, thank you, thx, ty, cheers, many thanks, thanks a lot,
      thanks in advance, thank you very much, thanks very much, thank you so much, tia,
      kind regards, best regards, regards
    `,
    true,
  ],
]);
/** Words that make no sentence by themselves beside courtesies: "hi, thanks" stays as it is, for small talk. */
const small = new Set(
  'ok okay no yes all good team teams everyone everybody bot there fine great you so much very'.split(' '),
);

/**
 * Removes greetings and thanks around a sentence, so that it begins and ends with what it asks. A sentence that has
 * nothing else stays as it is.
 */
export function withoutCourtesies(tokens: readonly Token[]): readonly Token[] {
  let start = 0;
  let end = tokens.length;
  for (;;) {
    const at = skipSigns(tokens, start);
    const found = beforeSign(tokens, at) ?? openers.at(tokens, at);
    if (!found) break;
    start = skipSigns(tokens, found.end);
  }
  for (;;) {
    const last = beforeSigns(tokens, end);
    const found = closerAt(tokens, last);
    if (found === undefined) break;
    end = beforeSigns(tokens, found);
  }
  if (start === 0 && end === tokens.length) return tokens;
  const rest = tokens.slice(start, end);
  const isSentence = rest.some(({ kind, text }) => kind !== 'sign' && !small.has(text));
  // A question mark before the thanks counts for the whole.
  return isSentence ? rest : tokens;
}

function beforeSign(tokens: readonly Token[], at: number) {
  const found = callers.at(tokens, at);
  const next = found && tokens[found.end];
  return next?.kind === 'sign' && ',!.:;-'.includes(next.text) ? found : undefined;
}

/** Returns where the closing phrase begins that ends before `end`. */
function closerAt(tokens: readonly Token[], end: number): number | undefined {
  for (let start = Math.max(0, end - 4); start < end; start += 1)
    if (closers.at(tokens, start)?.end === end) return start;
  return undefined;
}

function skipSigns(tokens: readonly Token[], from: number): number {
  let at = from;
  while (tokens[at]?.kind === 'sign' && ',.!;:-…'.includes(tokens[at]?.text ?? '')) at += 1;
  return at;
}

/** Returns the end without signs such as a comma; a question mark stays, and so does the full stop of a date. */
function beforeSigns(tokens: readonly Token[], from: number): number {
  let end = from;
  while (end > 0) {
    const { kind, text } = tokens[end - 1] ?? { kind: 'word', text: '' };
    const isOfDate = text === '.' && tokens[end - 2]?.kind === 'number';
    if (kind !== 'sign' || !',.!;:-…'.includes(text) || isOfDate) break;
    end -= 1;
  }
  return end;
}
