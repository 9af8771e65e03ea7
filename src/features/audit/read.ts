import { type AuditQuestion, auditLimits } from '../../domain/audit.ts';
import type { Suggestion } from '../../domain/reading.ts';
import { boundsOf } from '../../language/bounds.ts';
import { capital } from '../../language/compose.ts';
import { quoted, rawOf } from '../../language/orders.ts';
import type { Parsed } from '../../language/parse.ts';
import type { Read, ReadingContext, RefusedSentence } from '../../language/reading.ts';
import type { Entry } from '../../language/vocabulary.ts';

const part = 'of audit';

export const words: readonly Entry[] = [
  {
    meaning: { part, isApart: true },
    phrases: `
        audit, audits, audit log, audit logs, audit trail, audit record, audit records,
        audit report, audit entries, audit history, who asked, who asked what, who asked what here,
        who asked the bot, who pressed, who pressed what
      `,
  },
];

/** What may stand beside the word and changes nothing. */
const idle = new Set<string>([part, ...'harmless join greeting help now jobs'.split(' ')]);

export interface AuditCommand {
  readonly kind: 'audit';
  readonly question: AuditQuestion;
}

/**
 * Reads "audit", "audit last 7 days", "audit of Kim Larsen yesterday": what was asked and pressed. The words that
 * nothing else in the grammar knows are those of a user's name.
 */
export function audit(
  parsed: Parsed,
  context: ReadingContext,
): Read<AuditCommand | RefusedSentence> | undefined {
  const { parts, tokens, unknown, mentions, period, pageSize } = parsed;
  if (!parts.found.some(({ meaning }) => meaning.part === part)) return undefined;
  const refused = (reason: string, offers: readonly Suggestion[]): Read<RefusedSentence> => ({
    command: { kind: 'noQuestion', reason },
    hides: ['pageSizeBounded'],
    offers,
  });

  const beside = parts.found.filter(({ meaning }) => !idle.has(meaning.part));
  if (beside.length > 0)
    return refused(
      `I can narrow the audit record by period and by name, not by ${quoted(
        beside.map(({ start, end }) => rawOf(tokens.slice(start, end))),
      )}.`,
      [offerOf('today'), offerOf('last 7 days')],
    );
  if (period.kind === 'refused')
    return refused(
      period.reason,
      (period.instead.length > 0 ? period.instead : ['today', 'last 7 days']).map(words => offerOf(words)),
    );
  if (pageSize)
    return refused('I can’t change how many entries a page of the audit record has.', [
      offerOf('today'),
      offerOf('last 7 days'),
    ]);
  const record = parts.found.find(({ meaning }) => meaning.part === part)?.start ?? 0;
  const before = parsed.left.filter(({ at, token }) => at < record && token.kind !== 'sign');
  if (before.length > 0)
    return refused(
      `I only have the audit record of what people write and press here, none of ${quoted(before.map(({ token }) => token.raw))}.`,
      [offerOf('today'), offerOf('last 7 days')],
    );
  const [who, another] = [...mentions.map(({ person }) => person.name), unknown.join(' ')].filter(Boolean);
  if (another !== undefined) return refused('Ask for one person, or for everyone.', [offerOf('today')]);
  if (who !== undefined && who.length > auditLimits.nameLength)
    return refused('That name is too long. Part of it is enough.', [offerOf('today')]);

  return {
    command: { kind: 'audit', question: { ...boundsOf(parsed, context), zone: context.zone, who } },
    hides: ['pageSizeBounded'],
    offers: period.kind === 'bounds' ? period.others.map(words => offerOf(words, who)) : [],
  };
}

function offerOf(words: string, who?: string): Suggestion {
  const sentence = who === undefined ? `audit ${words}` : `audit ${words} of ${who}`;
  return { label: capital(sentence), sentence };
}
