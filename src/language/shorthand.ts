/**
 * Short forms of longer words, as people write on phones. None of these has another meaning in a sentence about
 * backups.
 */
const shorthands: ReadonlyMap<string, string> = new Map([
  ['b/u', 'backup'],
  ['b/us', 'backups'],
  ['bup', 'backup'],
  ['bups', 'backups'],
  ['backp', 'backup'],
  ['backps', 'backups'],
  ['bckup', 'backup'],
  ['bckups', 'backups'],
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
  ['whens', 'when is'],
  ["when's", 'when is'],
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
  ['mny', 'many'],
  ['wat', 'what'],
  ['waht', 'what'],
  ['wats', 'whats'],
  ['whatabout', 'what about'],
  ['wich', 'which'],
  ['whcih', 'which'],
  ['teh', 'the'],
  ['adn', 'and'],
  ['lsat', 'last'],
  ['shwo', 'show'],
  ['tdy', 'today'],
  ['w/', 'with'],
  ['abt', 'about'],
  ['atm', 'at the moment'],
  ['w/o', 'without'],
]);

/** Shorthands of several words; "last nights backups" often lacks the apostrophe. */
const howMany = /\bhw\s+(?=many|much)/giu;
/** "any issues w groups", but not "w46". */
const withLetter = /(?<=\p{L}\s)w(?=\s+\p{L})/giu;
const numberOf = /(?:\bno\.?\s+|#\s*)of\b/giu;
const possessive = /\b(last|this)\s+(night|week|month|year)s\s+(?=\p{L})/giu;

const versus = String.raw`(?:vs\.?|versus|against|compared? (?:to|with)|than)`;
/** "this week vs last" */
const vsLast = new RegExp(
  String.raw`\b(this (week|month|quarter|year)(?:'s)?\b.{0,40}\b${versus} (?:the )?(?:last|previous))(?:'s|\s+one)?(?=\s*(?:$|[?.!,]))`,
  'giu',
);
/** "week over week" */
const overEachOther = /\b(week|month|quarter|year)(?: |-)over(?: |-)\1\b/giu;
/** "compared to yesterday's" */
const lastPossessive = /\b(today|yesterday)['’]s(?=\s*(?:$|[?.!,]))/giu;
/** "yesterday vs the day before" */
const vsDayBefore = new RegExp(
  String.raw`\b(yesterday(?:'s)?\b.{0,40}?\b${versus}) (?:that of |those of )?the (?:day before(?: yesterday)?|previous day|day prior)\b`,
  'giu',
);
/** "this month vs the month before", "last night vs the night before" */
const vsUnitBefore = new RegExp(
  String.raw`\b((this|last) (week|month|quarter|year|night)(?:'s)?\b.{0,40}?\b${versus}) the (?:\3 (?:before|prior)|previous \3)\b(?! last)`,
  'giu',
);
/** "last 30 days compared to the 30 before" */
const vsBefore = new RegExp(
  String.raw`\b((?:last|past) (\d+) (hours|days|weeks|months)\b.{0,40}?\b${versus}) (?:the )?(?:(?:previous|preceding) \2(?: \3)?|\2(?: \3)? (?:before|prior|earlier))(?: that)?\b`,
  'giu',
);
/** "compare this week to last week" */
const compareTo = /\b(compare\b.{1,60}?) to (?=(?:the )?(?:last|previous|yesterday|q\d)\b)/giu;

/** Replaces shorthands by the words. Anything else stays as it is, spaces and signs included; `isEnd` if nothing follows. */
export function withoutShorthand(text: string, isEnd = true): string {
  return (isEnd ? text.replace(vsLast, '$1 $2') : text)
    .replace(
      /(?<![\p{L}\p{N}@._/-])\p{L}*\p{N}*\p{L}+(?:\/\p{L}*|['-]\p{L}+)?(?![@_/-]|\.\p{L})/gu,
      stretch => shorthands.get(stretch.toLowerCase()) ?? stretch,
    )
    .replace(vsBefore, '$1 previous $2 $3')
    .replace(overEachOther, 'this $1 vs last $1')
    .replace(lastPossessive, '$1')
    .replace(vsDayBefore, '$1 day before yesterday')
    .replace(vsUnitBefore, (_, first: string, which: string, unit: string) =>
      which.toLowerCase() === 'this' ? `${first} last ${unit}` : `${first} ${unit} before last`,
    )
    .replace(compareTo, '$1 vs ')
    .replace(howMany, 'how ')
    .replace(withLetter, 'with')
    .replace(numberOf, 'number of')
    .replace(possessive, '$1 $2 ');
}
