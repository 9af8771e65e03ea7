import type { Token } from '../tokens.ts';
import { type ReadZone, zoneAt } from '../zones.ts';
import { wordAt } from './phrase.ts';

/** The zone behind a time; `zones` are several if the abbreviation is used for each of them. */
export interface ReadSuffix {
  readonly end: number;
  readonly zones: readonly string[];
}

/** Abbreviations of zones. Those with several offsets are asked about. */
const abbreviations = new Map<string, readonly string[]>([
  ['z', ['UTC']],
  ['zulu', ['UTC']],
  ['utc', ['UTC']],
  ['gmt', ['UTC']],
  ['cet', ['+01:00']],
  ['cest', ['+02:00']],
  ['eet', ['+02:00']],
  ['eest', ['+03:00']],
  ['edt', ['-04:00']],
  ['cdt', ['-05:00', '-04:00']],
  ['mdt', ['-06:00']],
  ['pdt', ['-07:00']],
  ['akst', ['-09:00']],
  ['akdt', ['-08:00']],
  ['jst', ['+09:00']],
  ['sgt', ['+08:00']],
  ['hkt', ['+08:00']],
  ['awst', ['+08:00']],
  ['aest', ['+10:00']],
  ['aedt', ['+11:00']],
  ['nzst', ['+12:00']],
  ['nzdt', ['+13:00']],
  ['et', ['America/New_York']],
  ['pt', ['America/Los_Angeles']],
  ['est', ['-05:00', '+10:00']],
  ['cst', ['-06:00', '+08:00']],
  ['mst', ['-07:00', '+08:00']],
  ['pst', ['-08:00', '+08:00']],
  ['ist', ['+05:30', '+02:00', '+01:00']],
  ['bst', ['+01:00', '+06:00']],
]);

/** Reads "Z", "+01:00", "UTC", "UTC+2", "CET", "Europe/London", "local time" behind a time. Only "T18:00-05:00" may subtract. */
export function zoneAfter(tokens: readonly Token[], at: number, isIso: boolean): ReadSuffix | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  if (token.kind === 'sign') return '+-'.includes(token.text) ? bareOffset(tokens, at, isIso) : undefined;
  const word = token.text;
  if (['local', 'my', 'our'].includes(word) && wordAt(tokens, at + 1) === 'time')
    return { end: at + 2, zones: [] };
  const zones = token.kind === 'word' ? abbreviations.get(word) : undefined;
  // "6 z" is nothing; a word glued to a time is only Z.
  if (zones && (word === 'z' || !token.glued)) {
    const offset = ['utc', 'gmt'].includes(word) ? offsetAt(tokens, at + 1) : undefined;
    const end = offset?.end ?? at + 1;
    return {
      end: wordAt(tokens, end) === 'time' ? end + 1 : end,
      zones: offset ? [offset.zone] : zones,
    };
  }
  const named = token.glued ? undefined : zoneAt(tokens, at);
  return named && { end: named.end, zones: [named.zone] };
}

function bareOffset(tokens: readonly Token[], at: number, isIso: boolean): ReadSuffix | undefined {
  if (tokens[at]?.text === '-' && !isIso) return undefined;
  const offset = offsetAt(tokens, at);
  return offset && { end: offset.end, zones: [offset.zone] };
}

/** Reads "+1", "+01:00", "-0530" without a space. No zone is farther away than 14 hours. */
function offsetAt(tokens: readonly Token[], at: number): ReadZone | undefined {
  const [sign, hours, colon, more] = tokens.slice(at, at + 4);
  if (!sign?.glued || !'+-'.includes(sign.text) || sign.kind !== 'sign') return undefined;
  if (hours?.kind !== 'number' || !hours.glued || hours.text.length > 4 || hours.text.length === 3)
    return undefined;
  const isApart = colon?.text === ':' && colon.glued && more?.kind === 'number' && more.text.length === 2;
  const hour = hours.text.length === 4 ? hours.text.slice(0, 2) : hours.text.padStart(2, '0');
  const minute = hours.text.length === 4 ? hours.text.slice(2) : isApart ? more.text : '00';
  if (Number(hour) > 14 || !['00', '30', '45'].includes(minute)) return undefined;
  const isWhole = isApart && hours.text.length < 4;
  return { end: isWhole ? at + 4 : at + 2, zone: `${sign.text}${hour}:${minute}` };
}
