/** What people on phones write for longer words. None of these has another meaning in a sentence about backups. */
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
  ['tmrw', 'tomorrow'],
  ['tmr', 'tomorrow'],
  ['weds', 'wednesday'],
  ['nite', 'night'],
  ['thru', 'through'],
  ['hw', 'how'],
  ['w/', 'with'],
  ['w/o', 'without'],
]);

/** Writes shorthands out. Anything else stays as it is, spaces and signs included. */
export function withoutShorthand(text: string): string {
  return text.replace(
    /(?<![\p{L}\p{N}@._/-])[\p{L}\p{N}]+(?:\/\p{L}*)?(?![@_/-]|\.\p{L})/gu,
    stretch => shorthands.get(stretch.toLowerCase()) ?? stretch,
  );
}
