import { phrasesIn } from '../../language/phrase-list.ts';
import type { WishOfThem } from './wish-of-them.ts';

/** What is asked about the jobs of the question before, in place of its own kind. */
type AskedOfThem =
  | 'why'
  | 'whyNot'
  | 'count'
  | 'countAll'
  | 'countFailed'
  | 'unfinished'
  | 'ended'
  | 'running'
  | 'list'
  | 'failed'
  | 'rate'
  | 'any'
  | 'worked'
  | 'lastGood'
  | 'status'
  | WishOfThem['what'];

/** Which page of the list before. */
export type PageTurn = 'next' | 'previous' | 'first' | number;

/** A sentence that names nothing to change: it goes on from the question or the page before as it is. */
export type OwnWords =
  | { readonly kind: 'again' }
  | { readonly kind: 'turn'; readonly to: PageTurn }
  /** Opens a row of the page before, counted from 1. */
  | { readonly kind: 'open'; readonly row: number | 'last' }
  /** `when` is when a report is to come, as it was written. */
  | { readonly kind: 'ask'; readonly what: AskedOfThem; readonly rest: string; readonly when?: string };

const whole = (list: string) => new Set(phrasesIn(list));
const again = whole(
  `
    again, repeat, repeat that, repeat it, same again, same question, same question again,
    once more, one more time, ask again, ask that again, try again, try that again, refresh,
    once again, refresh that, refresh it, reload, rerun that question, check again
  `,
);
const turns: readonly (readonly [ReadonlySet<string>, PageTurn])[] = [
  [
    whole(
      `
        next, next page, next one, next ones, more, show more, show me more, more please, see more,
        the next page, go to next page, go to the next page, forward, continue, go on, show next,
        show me the next page, any more, the rest, show the rest, show me the rest
      `,
    ),
    'next',
  ],
  [
    whole(
      'previous, previous page, prev, prev page, back, go back, page back, the previous page, back a page',
    ),
    'previous',
  ],
  [whole('second page, the second page, page two'), 2],
  [whole('third page, the third page, page three'), 3],
  [whole('first page, the first page, back to start, back to the start, page one'), 'first'],
];
const ordinals = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');
const page = /^(?:go to |show |show me |open |to )?(?:the )?page (?:number )?(\d{1,5})$/;
const showing =
  '(?:open|show|see|view|get|give|expand|(?:tell )?(?:me )?more(?= (?:on|about|of) )|(?:more |the |all )*(?:details?|info|information))(?: me| us)?(?: more| the| some)*(?: details?| info| information)?(?: of| on| for| about)?';
const ordinal = `(${ordinals.join('|')}|last|\\d{1,2} ?(?:st|nd|rd|th))`;
const opened = new RegExp(
  `^(?:(?:${showing} )?(?:the )?${ordinal} (?:one|job|row|entry|item|result|failure|run)|${showing} (?:the )?${ordinal})$`,
);
const numbered = new RegExp(
  `^(?:${showing} (?:number |row |job |no |# ?)?|(?:number|row|no|#) ?)(\\d{1,2})$`,
);

/** Makes a pattern of whole sentences, in which "those" and "are" stand for all words like them. */
function sentences(...patterns: readonly string[]): RegExp {
  const all = patterns
    .join('|')
    .replace(/\bthose\b/g, '(?:it|that|this|they|them|those|these|all of them|all of those|all those)')
    .replace(/\bare\b/g, '(?:is|are|was|were)');
  return new RegExp(
    `^(?:${all})(?: (?:in total|altogether|overall|in all|exactly|now|again|yet|then|though))*$`,
  );
}

const asks: readonly (readonly [RegExp, AskedOfThem])[] = [
  [
    sentences(
      'why|how come|why are those|because of what|explain(?: those)?',
      'why (?:did|do|does|have|has|are) those(?: all)?(?: (?:fail|fails|failed|failing|break|broken|happen|happening|red))?',
      'what (?:caused|happened to|happened with|are wrong with|went wrong with|broke) those|what happened(?: there)?|what went wrong(?: there)?',
      '(?:the |for what |what are the |whats the |what the |whats )?(?:reasons?|causes?|errors?|error messages?|error details|root causes?)(?: (?:for|of|behind|with) those)?',
    ),
    'why',
  ],
  [sentences('why not|how come not|why (?:didnt|havent|hasnt|arent) those(?: all)?(?: [a-z]+)?'), 'whyNot'],
  [
    sentences(
      '(?:which|what)(?: ones?| jobs?| of those)? (?:didnt|did not|havent|have not|hasnt|has not)(?: (?:work|complete|completed|finish|finished|succeed|succeeded))?',
      '(?:(?:show|list|give)(?: me| us)? )?the ones (?:that|which) (?:didnt|did not|havent|have not)',
    ),
    'unfinished',
  ],
  [sentences('how many (?:have )?failed'), 'countFailed'],
  [
    /^how many (?:was it|were (?:it|they|those|there)|did we have|(?=(?:yesterday|today|last|this|since)\b)) ?(?=\w)/,
    'count',
  ],
  [/^how often (?:did|does|has) (?:that|this|it|they) (?:happen|happened) (?=\w)/, 'count'],
  [/^how many (?:are|were) (?:still )?(?=running$)/, 'count'],
  [sentences('(?:which|what)(?: ones?| jobs?| of those)? are (?:still )?running'), 'running'],
  [sentences('(?:which|what) errors?(?: did those have| are those| are there)?'), 'why'],
  [/^how many (?=(?:succeeded|were successful|completed|finished|were partial|were ok)$)/, 'count'],
  [/^(?:(?:is|are|was|were) there )?any (.+) (?:ones?|of (?:those|them|these))$/, 'any'],
  [
    sentences(
      'how many(?: of those)?(?: are(?: (?:there|those))?)?|how many (?:did|have we)',
      'count(?: those)?|(?:whats the |what are the |give me the )?(?:total|number|count)(?: of those)?',
    ),
    'count',
  ],
  [sentences('(?:out )?of how many|how many are there'), 'countAll'],
  [/^how many of (?:those|them|these)(?: (?:were|are|is|was))?\b/, 'count'],
  [
    sentences(
      '(?:show|list|see|give|open|view|display)(?: me| us)?(?: all)? (?:those|the list|the jobs)',
      'which(?: ones?| jobs?| of those)?(?: are those)?|which(?: ones?)? had (?:problems|issues)|what are the (?:problems|issues)|which are those|what are those|list|names|details|show details|show the details',
    ),
    'list',
  ],
  [
    sentences(
      '(?:show|list|see|give|open|view|display)(?: me| us)?(?: all| only| just)? the (?:failed|failing) (?:ones?|jobs?)|(?:show|list|see|give)(?: me| us)? the failures',
      '(?:which|what)(?: ones?| jobs?| of those| of them)? (?:failed|are failing|have failed|are the failed ones)|only the failed ones|the failed ones',
    ),
    'failed',
  ],
  [
    sentences(
      '(?:whats that |what are that |how much are that )?(?:as an?|in) (?:percentages?|percent|rate)',
      'what (?:percentage|percent|rate) are (?:those|that)|how many percent(?: are (?:those|that))?',
    ),
    'rate',
  ],
  [
    sentences(
      'when (?:did those last (?:work|run|succeed|complete|finish|run ok|work properly|run properly|back up)|are those last (?:ok|good|fine|backed up)|are the last (?:good|successful|clean) (?:one|run|backup)|are the last time those (?:worked|ran|succeeded))',
      '(?:whats the |when are (?:the |its |their )?)?last (?:good|successful|clean|working) (?:one|run|backup)|(?:when are )?(?:its|their) (?:last|latest|newest)(?: good| successful| clean)? (?:one|run|backup)s?',
    ),
    'lastGood',
  ],
  [
    sentences(
      'are those(?: all)? (?:ok|okay|fine|fixed|good|better|back|working|running|resolved|healthy|still (?:broken|failing|red|down|the case|happening|so|true))',
      '(?:did|have|has) those (?:recover|recovered|been (?:fixed|resolved|sorted|sorted out))(?: since)?',
      'still (?:failing|broken|red|down|the case)|fixed|are those still|hows? those|how are those|whats the status|(?:whats the )?status of those|any better',
    ),
    'status',
  ],
  [
    sentences(
      '(?:did|have|has) (?:any|anything|any of those|something) (?:fail|failed|break|go wrong)',
      '(?:did |so |)(?:nothing|none|not one|none of those) (?:fail|failed|broke|went wrong)|any failures|no failures|any (?:errors|problems|issues)|no (?:errors|problems|issues)',
    ),
    'any',
  ],
  [
    sentences(
      'are those(?: all)? (?:successful|a success)',
      '(?:did|have|has) those(?: all)? (?:work|worked|succeed|succeeded|run ok|run fine|go through|complete|completed|finish|finished)(?: ok| fine)?',
    ),
    'worked',
  ],
  [
    /^did (?:it|that|this|they|those|these) (?:work|run|succeed|complete|finish|go through)(?: ok| fine| well)? (?=\w)/,
    'worked',
  ],
  [sentences('are those(?: all)? (?:done|finished|complete|completed|over|through)'), 'ended'],
  [
    sentences(
      '(?:(?:please|pls|can you|could you|start) )*(?:monitor|monitoring|watch|watching|keep an eye on|track|follow|subscribe to|alert (?:me|us) (?:about|on|for)|notify (?:me|us) (?:about|of|on)|tell (?:me|us) about) those(?: for (?:me|us))?(?: from now on)?',
    ),
    'watch',
  ],
];

/** Reads words such as "again", "next page", "why?". `isOpened` if "and" or the like stood before them. */
export function ownWords(said: string, isOpened: boolean): OwnWords | undefined {
  if (again.has(said)) return { kind: 'again' };
  const turn = turns.find(([phrases]) => phrases.has(said));
  if (turn) return { kind: 'turn', to: turn[1] };
  const number = page.exec(said)?.[1];
  if (number !== undefined) return { kind: 'turn', to: Number(number) };
  const [, one, another] = opened.exec(said) ?? [];
  const row = one ?? another ?? numbered.exec(said)?.[1];
  if (row !== undefined) return { kind: 'open', row: rowOf(row) };
  for (const [pattern, what] of asks) {
    const found = pattern.exec(said);
    if (found) return { kind: 'ask', what, rest: found[1] ?? said.slice(found[0].length).trim() };
  }
  const howMany = isOpened ? /^how many (?=\w)/.exec(said) : undefined;
  return howMany ? { kind: 'ask', what: 'count', rest: said.slice(howMany[0].length) } : undefined;
}

function rowOf(word: string): number | 'last' {
  if (word === 'last') return 'last';
  const ordinal = ordinals.indexOf(word);
  return ordinal >= 0 ? ordinal + 1 : Number.parseInt(word, 10);
}
