import { binCountText } from '../../cards/bin-lines.ts';
import { conversationKindText } from '../../cards/place-text.ts';
import { clipped } from '../../cards/plain.ts';
import type { Times } from '../../cards/times.ts';
import type { TextColor } from '../../cards/words.ts';
import type { AuditEntry, AuditOutcome, Begun } from '../../domain/audit.ts';
import type { BinReason } from '../../domain/bin.ts';
import type { EpochMs } from '../../domain/time.ts';

/** Limits that let the rows of a page fit into a message, whatever their content. */
const longest = { who: 60, place: 50, verb: 24, what: 140, problem: 40, asked: 160 } as const;

/**
 * Returns a press of the record in words, `carried` being its data as JSON. Returns undefined if no button of the bot
 * carries it, or if it was too long to be stored whole. Its parts that come from the press are data.
 */
export type PressedText = (verb: string, carried: string, at: EpochMs) => string | undefined;

/** Returns one entry as a row of the audit card, which reads as a sentence: who did what, when, and how it ended. */
export function auditRow(entry: AuditEntry, times: Times, now: EpochMs, pressedText: PressedText) {
  const { at, role, where } = entry;
  const place = where.kind === undefined ? undefined : conversationKindText(where.kind);
  return {
    who: whoText(entry),
    what: whatText(entry, pressedText),
    when: times.near(at, now),
    ...endingLook(entry.ending),
    ended: endedText(entry),
    where: [role, place].map(text => (text === undefined ? '' : ` · ${text}`)).join(''),
  };
}

/** Returns what is exact or rarely needed of an entry: where it was, how long it took, what AvePoint was asked. */
export function auditDetail(entry: AuditEntry, times: Times): string {
  const { at, asked, ending, ms, sent, where } = entry;
  const [first, ...others] = asked;
  const place = clipped(where.id ?? '', longest.place);
  return [
    times.instant(at),
    place === '' ? 'conversation unknown' : place,
    ...(ending.kind === 'begun' ? [] : [secondsText(ms)]),
    ...(first === undefined ? [] : [clipped(first, longest.asked)]),
    ...(sent === undefined ? [] : [`sent to the language model: “${clipped(sent, longest.what)}”`]),
    ...(others.length > 0 ? [`and ${times.number(others.length)} more`] : []),
  ].join(' · ');
}

function whoText({ who }: AuditEntry): string {
  return clipped(who.name, longest.who) || 'Unknown user';
}

/** Returns what was written or pressed. A button of another bot or of an older version is shown as it came. */
function whatText({ what, at, ending }: AuditEntry, pressedText: PressedText): string {
  if ('removedFrom' in what) return removedText(what, ending);
  if ('said' in what)
    return `${what.isEdited ? 'edited a message to' : 'wrote'} “${clipped(what.said, longest.what)}”`;
  const verb = clipped(what.pressed, longest.verb);
  if ('unreadable' in what) return `pressed a button that I couldn’t read${verb === '' ? '' : `: ${verb}`}`;
  const text = pressedText(what.pressed, what.carried, at);
  if (text !== undefined) return `pressed ${clipped(text, longest.what)}`;
  return `pressed an unknown button: ${verb} ${clipped(what.carried, longest.what)}`.trim();
}

function removedText(
  { removedFrom, settings, isAgain, why }: Extract<AuditEntry['what'], { removedFrom: string }>,
  { kind }: AuditEntry['ending'],
): string {
  const from = goneText(removedFrom, why);
  const done = why === undefined ? 'deleted' : 'moved to the bin';
  if (!settings) return `${from}; its settings may still be stored`;
  const list = binCountText(settings);
  if (kind === 'failed') return `${from}; incomplete, ${done} so far: ${list === '' ? 'nothing' : list}`;
  if (list !== '') return `${from}; ${done}: ${list}`;
  return isAgain ? `${from}; already removed` : `${from}; nothing was set there`;
}

function goneText(place: string, why: BinReason | undefined): string {
  switch (why) {
    case 'unreachable':
      return `gave up on a ${place} that Teams had refused messages to for 30 days`;
    case 'notAllowed':
      return `gave up on a ${place} where messages hadn’t been allowed for 7 days`;
    default:
      return `removed the bot from a ${place}`;
  }
}

/** Says how a turn ended. A change without an end on record may still be under way, or its process died. */
function endedText({ ending, what, times = 1 }: AuditEntry): string {
  if (ending.kind === 'begun') return 'started, outcome unknown';
  return `${endingText(ending, what)}${times > 1 ? ` ${times} times` : ''}`;
}

function endingText(ending: AuditOutcome, what: AuditEntry['what']): string {
  switch (ending.kind) {
    case 'answered':
      return 'removedFrom' in what ? 'done' : 'answered';
    case 'refused':
      return 'refused';
    case 'limited':
      return 'over the limit';
    case 'failed':
      return `failed: ${clipped(ending.problem, longest.problem)}`;
  }
}

/** Returns the sign of an outcome, and its colour. */
function endingLook({ kind }: AuditOutcome | Begun): { readonly sign: string; readonly color: TextColor } {
  switch (kind) {
    case 'answered':
      return { sign: '✓', color: 'Good' };
    case 'refused':
    case 'limited':
      return { sign: '✕', color: 'Attention' };
    default:
      return { sign: '△', color: 'Warning' };
  }
}

function secondsText(ms: number): string {
  return `${(ms / 1_000).toFixed(1)}\u00a0s`;
}
