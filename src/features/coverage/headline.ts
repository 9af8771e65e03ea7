import { nameOf, namesIn, namesOf } from '../../cards/words.ts';
import { plural } from '../../domain/plural.ts';
import type { CoverageAnswer, ServiceCoverage } from '../../jobs/coverage.ts';
import { limitText } from './rows.ts';

/** More names are in the table only. */
const mostNames = 4;

/** Returns the answer: which services have no good backup within their limit. */
export function headlineOf(answer: CoverageAnswer, worstFirst: readonly ServiceCoverage[]): string {
  const { question, retired = [], verdict } = answer;
  const isAnyWithout = worstFirst.some(isWithout);
  switch (verdict) {
    case 'good':
      return goodText(answer);
    case 'neutral':
      if (retired.length === 0) return 'No backups in the last 60 days';
      return question.service
        ? `${nameOf(question.service)} is retired`
        : `${namesIn(question) ?? 'Every service that was backed up'} ${question.services ? 'are' : 'is'} retired`;
    case 'unknown':
      if (isOnlyPlanUnread(answer)) return `${goodText(answer)}, but I can’t say whether every run started`;
      if (isAnyWithout) return `${withoutText(answer, worstFirst)}. Not all could be read`;
      return question.service
        ? 'I can’t say how old the last good backup is'
        : 'I can’t say how old the last good backups are';
    case 'attention':
    case 'warning':
      return isAnyWithout
        ? withoutText(answer, worstFirst)
        : `${goodText(answer)}, but not every run started`;
  }
}

/** Returns true if the only doubt is whether a planned run has started. */
export function isOnlyPlanUnread({ areRecordsUnread, plan, services }: CoverageAnswer): boolean {
  const isKnown = services.every(({ verdict }) => verdict === 'good' || verdict === 'neutral');
  return plan.kind === 'unread' && !areRecordsUnread && isKnown;
}

function isWithout({ verdict }: ServiceCoverage): boolean {
  return verdict === 'attention' || verdict === 'warning';
}

function goodText({ question, services }: CoverageAnswer): string {
  const names = namesIn(question);
  const has = services.length === 1 || names === undefined ? 'has' : 'have';
  return `${names ?? 'Every service'} ${has} a good backup within ${limitText(services, question.targetMs)}`;
}

/** Returns "2 of 10 services have no good backup within 24 h: SharePoint and Teams". */
function withoutText({ question, services }: CoverageAnswer, worstFirst: readonly ServiceCoverage[]): string {
  const without = worstFirst.filter(isWithout).map(({ service }) => service);
  const backup = `good backup within ${limitText(services, question.targetMs)}`;
  if (services.length === 1) return `${namesOf(without)} has no ${backup}`;
  if (without.length === services.length) return `No service has a ${backup}`;
  const names = without.length > mostNames ? '' : `: ${namesOf(without)}`;
  const who = `${without.length} of ${services.length} services ${plural(without.length, 'has', 'have')}`;
  return `${who} no ${backup}${names}`;
}
