import type { HealthQuestion } from '../../domain/question.ts';
import { asksForHealth, healthParts } from '../../language/asked.ts';
import { boundsOf } from '../../language/bounds.ts';
import { offersFor } from '../../language/compose.ts';
import type { Parsed } from '../../language/parse.ts';
import type { Read, ReadingContext } from '../../language/reading.ts';

export interface StatusCommand {
  readonly kind: 'health';
  readonly question: HealthQuestion;
}

/** Reads "status", "are the backups ok?": how the backups are, of all services or of one. */
export function status(parsed: Parsed, context: ReadingContext): Read<StatusCommand> | undefined {
  const { types, services } = parsed.parts;
  if (!asksForHealth(parsed)) return undefined;
  if (types.some(type => type !== 'backup') || services.length > 1) return undefined;
  const [service] = services;
  const question: HealthQuestion = { service, ...boundsOf(parsed, context), zone: context.zone };
  const others = parsed.period.kind === 'bounds' ? parsed.period.others : [];
  return {
    command: { kind: 'health', question },
    uses: ['health', 'well', 'problems', 'now'],
    offers: offersFor({ ...healthParts, service }, others),
  };
}
