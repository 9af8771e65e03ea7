/**
 * Short forms of longer words, as people write on phones. None of these has another meaning in a sentence about
 * backups.
 */
const shorthands: ReadonlyMap<string, string> = new Map([
  ['b/u', 'backup'],
  ['b/us', 'backups'],
  ['bkp', 'backup'],
  ['bkps', 'backups'],
  ['bkup', 'backup'],
  ['bkups', 'backups'],
  ['od4b', 'onedrive'],
  ['2day', 'today'],
  ['2nite', 'tonight'],
  ['2night', 'tonight'],
  ['yday', 'yesterday'],
  ['yest', 'yesterday'],
  ['ystday', 'yesterday'],
  ['ystrday', 'yesterday'],
  ['tonite', 'tonight'],
  ['lastnight', 'last night'],
  ['lastnite', 'last night'],
  ['lastweek', 'last week'],
  ['lastmonth', 'last month'],
  ['thisweek', 'this week'],
  ['thismonth', 'this month'],
  ['2moro', 'tomorrow'],
  ['2mrw', 'tomorrow'],
  ['tmw', 'tomorrow'],
  ['wknd', 'weekend'],
  ['wkend', 'weekend'],
  ['tmrw', 'tomorrow'],
  ['tmr', 'tomorrow'],
  ['weds', 'wednesday'],
  ['nite', 'night'],
  ['thru', 'through'],
  ['hows', 'how is'],
  ["how's", 'how is'],
  ['nites', 'nights'],
  ['exch', 'exchange'],
  ['sp', 'sharepoint'],
  ['od', 'onedrive'],
  ['pbi', 'power bi'],
  ['gimme', 'give me'],
  ['howmany', 'how many'],
  ["y'day", 'yesterday'],
  ['mgmt', 'management'],
  ['lmk', 'let me know'],
  ['smth', 'something'],
  ['sth', 'something'],
  ['msg', 'message'],
  ['msgs', 'messages'],
  ['svc', 'service'],
  ['svcs', 'services'],
  ['yesterdays', 'yesterday'],
  ['todays', 'today'],
  ['re-run', 'rerun'],
  ['re-start', 'restart'],
  ['re-try', 'retry'],
  ['w/', 'with'],
  ['w/o', 'without'],
]);

/** Shorthands of several words; "last nights backups" often lacks the apostrophe. */
const howMany = /\bhw\s+(?=many|much)/giu;
const numberOf = /\bno\.?\s+of\b/giu;
const possessive = /\b(last|this)\s+(night|week|month|year)s\s+(?=\p{L})/giu;

/** Replaces shorthands by the words. Anything else stays as it is, spaces and signs included. */
export function withoutShorthand(text: string): string {
  return text
    .replace(
      /(?<![\p{L}\p{N}@._/-])\p{L}*\p{N}*\p{L}+(?:\/\p{L}*|['-]\p{L}+)?(?![@_/-]|\.\p{L})/gu,
      stretch => shorthands.get(stretch.toLowerCase()) ?? stretch,
    )
    .replace(howMany, 'how ')
    .replace(numberOf, 'number of')
    .replace(possessive, '$1 $2 ');
}
