import { clipped } from '../../cards/plain.ts';
import type { Times } from '../../cards/times.ts';
import type { TextColor } from '../../cards/words.ts';
import type { AuditEntry, AuditOutcome, Begun } from '../../domain/audit.ts';
import type { BinReason } from '../../domain/bin.ts';
import type { EpochMs } from '../../domain/time.ts';

/** Limits that let the rows of a page fit into a message, whatever their content. */
const longest = { who: 60, place: 24, what: 140, problem: 40, asked: 160 } as const;

/**
 * Returns a press of the record in words, `carried` being its data as JSON. Returns undefined if no button of the bot
 * carries it, or if it was too long to be stored whole. Its parts that come from the press are data.
 */
export type PressedText = (verb: string, carried: string, at: EpochMs) => string | undefined;

/**
 * Returns one entry as a row of the audit card: who and where, what, when and how it ended, what AvePoint was asked.
 */
export function auditRow(entry: AuditEntry, times: Times, pressedText: PressedText) {
  const { who, role, at, asked } = entry;
  const [first, ...others] = asked;
  return {
    who: clipped(who.name, longest.who) || 'somebody',
    where: ` · ${[role, whereText(entry)].filter(Boolean).join(' · ')}`,
    what: whatText(entry, pressedText),
    when: `${times.instant(at)} · `,
    ...endingLook(entry.ending),
    ended: endedText(entry),
    asked:
      first === undefined
        ? []
        : [
            {
              text: `${clipped(first, longest.asked)}${others.length > 0 ? ` (+${times.number(others.length)} more)` : ''}`,
            },
          ],
  };
}

function whereText({ where: { kind, id } }: AuditEntry): string {
  switch (kind) {
    case 'personal':
      return 'personal chat';
    case 'group':
      return `group chat ${clipped(id ?? '', longest.place)}`;
    case 'channel':
      return `channel ${clipped(id ?? '', longest.place)}`;
    default:
      return 'place not told';
  }
}

/** Returns what was asked or pressed. A button of another bot or of an older version is shown as it came. */
function whatText({ what, at, ending }: AuditEntry, pressedText: PressedText): string {
  if ('removedFrom' in what) return removedText(what, ending);
  if ('said' in what) return `${what.isEdited ? 'edited to ' : ''}“${clipped(what.said, longest.what)}”`;
  const verb = clipped(what.pressed, longest.place) || 'a button that is not ours';
  if ('unreadable' in what) return `pressed ${verb} (unreadable)`;
  const text = pressedText(what.pressed, what.carried, at);
  if (text !== undefined) return `pressed ${clipped(text, longest.what)}`;
  return `pressed ${verb} ${clipped(what.carried, longest.what)}`.trim();
}

function removedText(
  { removedFrom, settings, isAgain, why }: Extract<AuditEntry['what'], { removedFrom: string }>,
  { kind }: AuditEntry['ending'],
): string {
  const from = goneText(removedFrom, why);
  const done = why === undefined ? 'deleted' : 'put into the bin';
  if (!settings) return `${from}; its settings may still be stored`;
  const { digests, watches, rosters } = settings;
  const gone = [counted(digests, 'digest'), counted(watches, 'watch'), counted(rosters, 'on-call roster')];
  const list = gone.filter(text => text !== undefined).join(', ');
  if (kind === 'failed') return `${from}; incomplete, ${done} so far: ${list || 'nothing'}`;
  if (list !== '') return `${from}; ${done}: ${list}`;
  return isAgain ? `${from}; already removed` : `${from}; nothing was set`;
}

function goneText(place: string, why: BinReason | undefined): string {
  switch (why) {
    case 'unreachable':
      return `Teams took no message in a ${place} for 30 days`;
    case 'notAllowed':
      return `messages to a ${place} were not allowed for 7 days`;
    default:
      return `removed the bot from a ${place}`;
  }
}

function counted(count: number, what: string): string | undefined {
  if (count === 0) return undefined;
  return `${count} ${what}${count === 1 ? '' : what.endsWith('ch') ? 'es' : 's'}`;
}

/** Says how a turn ended. A change without an end on record may still be under way, or its process died. */
function endedText({ ending, what, ms, times = 1 }: AuditEntry): string {
  if (ending.kind === 'begun') return '△ started, outcome unknown';
  if (times > 1) return `${endingText(ending, what)}, ${times} times`;
  return `${endingText(ending, what)}, ${secondsText(ms)}`;
}

function endingText(ending: AuditOutcome, what: AuditEntry['what']): string {
  switch (ending.kind) {
    case 'answered':
      return 'removedFrom' in what ? '✓ done' : '✓ answered';
    case 'refused':
      return '✕ refused';
    case 'limited':
      return '✕ asked too often';
    case 'failed':
      return `△ failed: ${clipped(ending.problem, longest.problem)}`;
  }
}

/** Returns the look of an outcome. Only the short words of a refusal are dark enough to be read in colour. */
function endingLook({ kind }: AuditOutcome | Begun): { readonly color: TextColor } {
  return { color: kind === 'refused' || kind === 'limited' ? 'Attention' : 'Default' };
}

function secondsText(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
