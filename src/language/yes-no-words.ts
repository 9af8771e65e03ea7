import { eachWith } from './phrase-list.ts';
import { phraseTable } from './phrases.ts';
import { wordAt } from './spans/phrase.ts';
import type { Token } from './tokens.ts';

const words = (list: string) => new Set(list.split(' '));

/** What stands before a statement that is to be confirmed: "hope nothing failed", "can i tell my boss that …". */
const confirming = phraseTable([
  [
    `
      i hope, i hope that, hope, hope that, hopefully, i assume, i assume that, i take it,
      i take it that, i trust, i trust that, i suppose, presumably, verify, verify that, confirm,
      confirm that, pls confirm, please confirm, please confirm that, please verify, please verify that,
      need confirmation, need confirmation that, i need confirmation that, i need a confirmation that,
      need a confirmation that, can you verify, can you verify that, can you confirm,
      can you confirm that, could you confirm, could you confirm that, could you verify,
      could you verify that, can someone confirm that, check that, please check that,
      can you check that, i want to make sure, i want to make sure that, i need to make sure,
      i need to make sure that, want to be sure that, just making sure, i want to be sure,
      i want to be sure that, just want to be sure, any chance you can tell me if,
      any chance you could tell me if, any chance you know if, just want to be sure that,
      want to be sure, just making sure that, making sure that, is it true that, is it true,
      is it correct that, is it right that, am i right that, am i correct that,
      do i understand correctly that
    `,
    true,
  ],
  [
    eachWith(
      ['can i', 'can we', 'may i', 'could i'],
      eachWith(
        ['tell', 'say to', 'report to', 'confirm to', 'assure'],
        ['my boss', 'the boss', 'my manager', 'management', 'the auditor', 'the auditors', 'the team'],
      )
        .split(', ')
        .flatMap(one => [one, `${one} that`]),
    ),
    true,
  ],
  [eachWith(['can i', 'can we', 'may i'], ['say that', 'report that', 'confirm that', 'assume that']), true],
]);

const negated: ReadonlyMap<string, string> = new Map([
  ['didnt', 'did'],
  ['hasnt', 'has'],
  ['havent', 'have'],
  ['isnt', 'is'],
  ['arent', 'are'],
  ['wasnt', 'was'],
  ['werent', 'were'],
]);
const auxiliaries = words('did has have is are was were');
/** After these a sentence begins its subject: "didn't work last night" has none. */
const subjects = words(
  'the our my all every everything anything any it they that this there we last yesterdays todays exchange sharepoint onedrive teams groups project public viva yammer power backup backups job jobs restore restores export exports deletion deletions retention mailbox mailboxes mail',
);
/** In these, a negation is of some of the jobs, or of problems: "didn't anything fail". */
const ofSome = words(
  'any anything something nothing none there that which who we what how why not only fail failed failing fails failure failures error errors problem problems issue issues wrong',
);

const good = words(
  'ok okay finished finish finishes completed complete completes done successful succeed succeeded success through ready fine good green work worked working passed',
);
const failed = words('failed fail failing broken');
const running = words('running going ongoing active run');
const listing = words('which what list show give find how many count any that');
const betweenAlternatives = words('is are was were did has have it they that this one still yet just in');

/**
 * Gives questions for yes or no their plain form: "hasn't the export finished", "has it finished or is it still going"
 * and "hope it finished" ask whether it finished.
 */
export function asPlainQuestion(tokens: readonly Token[]): readonly Token[] {
  return withoutAlternative(withoutNegation(confirmed(tokens)));
}

/** Makes a question of what is to be confirmed. */
function confirmed(tokens: readonly Token[]): readonly Token[] {
  const found = confirming.at(tokens, 0);
  const rest = found && tokens.slice(found.end).filter(({ text }, at) => at > 0 || text !== ',');
  const isSentence = rest?.some(({ kind }) => kind !== 'sign');
  if (!rest || !isSentence) return tokens;
  const isAsked = rest.some(({ text }) => text === '?');
  const chunk = (rest.at(-1)?.chunk ?? 0) + 1;
  return isAsked ? rest : [...rest, { kind: 'sign', text: '?', raw: '?', glued: true, chunk }];
}

/** "didn't exchange run" and "did exchange not run" ask whether it ran; "did any not run" asks for those. */
function withoutNegation(tokens: readonly Token[]): readonly Token[] {
  const verb = openingVerb(tokens);
  const at = verb === undefined ? -1 : tokens.findIndex(({ text }) => text === 'not' || negated.has(text));
  if (verb === undefined || at < 0) return tokens;
  if (tokens.some(({ text }, other) => other !== at && ofSome.has(text))) return tokens;
  const plain = at === verb ? negated.get(wordAt(tokens, at)) : undefined;
  if (plain !== undefined)
    return subjects.has(wordAt(tokens, at + 1))
      ? tokens.map((token, other) => (other === at ? { ...token, text: plain } : token))
      : tokens;
  const isInside = at > verb + 1 && wordAt(tokens, at) === 'not' && wordAt(tokens, at - 1) !== 'or';
  return isInside ? tokens.filter((_, other) => other !== at) : tokens;
}

/** Returns where a question for yes or no opens: "did", also after "on saturday,". */
function openingVerb(tokens: readonly Token[]): number | undefined {
  const comma = tokens.findIndex(({ text }) => text === ',');
  const at = comma > 0 && comma < 6 ? comma + 1 : 0;
  const isVerb = (place: number) =>
    auxiliaries.has(wordAt(tokens, place)) || negated.has(wordAt(tokens, place));
  return [0, at].find(isVerb);
}

/** Removes "or not", "or is it still running", "or failed" behind what is asked. */
function withoutAlternative(tokens: readonly Token[]): readonly Token[] {
  const at = tokens.findLastIndex(({ text }) => text === 'or');
  if (at < 1) return tokens;
  const end = orNotEnd(tokens, at) ?? otherEnd(tokens, at);
  if (end === undefined) return tokens;
  const start = tokens[at - 1]?.text === ',' ? at - 1 : at;
  return [...tokens.slice(0, start), ...tokens.slice(end)];
}

const afterNot = words('last yesterday today this over on since in during overnight tonight');

/** Returns the index after "or not", "or not ok". */
function orNotEnd(tokens: readonly Token[], at: number): number | undefined {
  if (wordAt(tokens, at + 1) !== 'not') return undefined;
  const end = wordAt(tokens, at + 2) === wordAt(tokens, at - 1) ? at + 3 : at + 2;
  const next = tokens[end];
  return !next || next.kind === 'sign' || afterNot.has(next.text) || next.text === 'yet' ? end : undefined;
}

/** Returns the index after an alternative to what is asked, at the end of a question. */
function otherEnd(tokens: readonly Token[], at: number): number | undefined {
  const isAsked = tokens.some(({ text }) => text === '?') || auxiliaries.has(wordAt(tokens, 0));
  if (!isAsked || tokens.some(({ text }) => listing.has(text))) return undefined;
  let last = tokens.length;
  while (tokens[last - 1]?.kind === 'sign') last -= 1;
  const isProgress = wordAt(tokens, last - 1) === 'progress' && wordAt(tokens, last - 2) === 'in';
  const word = isProgress ? 'running' : wordAt(tokens, last - 1);
  const between = tokens.slice(at + 1, isProgress ? last - 2 : last - 1);
  if (between.length > 4 || !between.every(({ text }) => betweenAlternatives.has(text))) return undefined;
  const asked = tokens.slice(0, at).map(({ text }) => text);
  const has = (some: ReadonlySet<string>) => asked.some(text => some.has(text));
  const isOther =
    (has(good) && (running.has(word) || failed.has(word))) ||
    (has(failed) && !has(good) && (good.has(word) || running.has(word)));
  // "completed or still going?" alone goes on from an earlier question.
  const isWhole = asked.length > 1;
  return isOther && isWhole ? last : undefined;
}
