import { isNothingStarted, neutralHeadline, nothingStartedText } from '../../cards/no-result-texts.ts';
import { plural } from '../../cards/plural.ts';
import type { Mood } from '../../cards/severity.ts';
import { nameOf, namesOf } from '../../cards/words.ts';
import type { Verdict } from '../../domain/verdict.ts';
import type { HealthAnswer, ServiceHealth } from '../../jobs/health.ts';
import { isQuiet } from '../../jobs/tally.ts';

interface Headline {
  readonly text: string;
  readonly mood: Mood | 'unknown';
}

/** More names are in the table only. */
const mostNames = 4;
/** A window that ended longer ago doesn't say how the backups are now. */
const presentMs = 60_000;

/** Returns the answer to "do I get up?", and how it looks. Red only for what is failing or missing still. */
export function headlineOf(answer: HealthAnswer): Headline {
  const { question, services, verdict } = answer;
  const failing = services.filter(({ standing }) => standing?.isFailing);
  const missing = services.filter(isMissing);
  const hasBad = failing.length + missing.length > 0;
  const bad = () => (failing.length > 0 ? failingText(failing, answer) : missingText(missing));
  switch (verdict) {
    case 'unknown':
      return {
        text: hasBad ? `${bad()}, and not all could be read` : 'I can’t say how the backups are',
        mood: 'unknown',
      };
    case 'attention':
      if (!question.service && answer.beyond === 0 && isNothingStarted(services))
        return { text: nothingStartedText, mood: 'attention' };
      if (hasBad) return { text: bad(), mood: 'attention' };
      return {
        text: isOfNow(answer) ? 'Nothing is failing now' : 'Nothing was failing at the end',
        mood: 'warning',
      };
    case 'warning': {
      const those = services.filter(one => one.verdict === 'warning').map(({ service }) => service);
      return { text: `Nothing failed, but there were exceptions: ${shortNames(those)}`, mood: 'warning' };
    }
    case 'good':
      return { text: goodText(answer), mood: 'good' };
    case 'neutral':
      return { text: retiredHeadline(answer) ?? neutralHeadline(services), mood: 'neutral' };
  }
}

/** Returns true if nothing of a service finished though a run was due. */
export function isMissing({ verdict, tally }: ServiceHealth): boolean {
  return verdict === 'attention' && tally !== undefined && isQuiet(tally);
}

/** Returns true if a service had failures and is good again. */
export function hasRecovered(health: ServiceHealth): boolean {
  const { verdict, standing } = health;
  return verdict === 'attention' && !isMissing(health) && standing !== undefined && !standing.isFailing;
}

/** Returns how a service is now: failures that are over are only a warning. */
export function presentVerdict(health: ServiceHealth): Verdict {
  return hasRecovered(health) ? 'warning' : health.verdict;
}

function failingText(failing: readonly ServiceHealth[], answer: HealthAnswer): string {
  const count = failing.length;
  const isFailed = failing.some(({ standing }) => standing?.latest?.state === 'failed');
  const verb = isFailed
    ? plural(count, 'is failing', 'are failing')
    : plural(count, 'has partial backups', 'have partial backups');
  const past = isFailed ? plural(count, 'was failing', 'were failing') : 'had partial backups';
  const what = isOfNow(answer) ? `${verb} now` : `${past} at the end`;
  return subjectText(failing, what, answer.services.length);
}

function missingText(missing: readonly ServiceHealth[]): string {
  return subjectText(missing, 'didn’t run', missing.length);
}

/** Returns "Exchange is failing now" or "3 services are failing now: Exchange, Teams and OneDrive". */
function subjectText(subjects: readonly ServiceHealth[], what: string, all: number): string {
  const [first, second] = subjects;
  if (first && !second) return `${nameOf(first.service)} ${what}`;
  const names = subjects.length > mostNames ? '' : `: ${namesOf(subjects.map(({ service }) => service))}`;
  const who = subjects.length === all && all > mostNames ? `All ${all}` : `${subjects.length}`;
  return `${who} services ${what}${names}`;
}

function goodText({ question, services }: HealthAnswer): string {
  if (question.service) return `${nameOf(question.service)} is fine`;
  const [first] = services;
  if (services.length < 2) return first ? `${nameOf(first.service)} is fine` : 'Nothing is wrong';
  return services.length === 2 ? 'Both services are fine' : `All ${services.length} services are fine`;
}

function shortNames(those: Parameters<typeof namesOf>[0]): string {
  return those.length > mostNames ? `${those.length} services` : namesOf(those);
}

/** Returns the headline if nothing is judged because all is retired. */
function retiredHeadline({ question, retired = [], services }: HealthAnswer): string | undefined {
  if (retired.length === 0 || services.some(({ tally }) => tally?.total !== 0)) return undefined;
  if (question.service) return `${nameOf(question.service)} is retired`;
  return services.length === 0 ? 'Every service that was backed up is retired' : undefined;
}

function isOfNow({ question: { span }, answeredAt }: HealthAnswer): boolean {
  return answeredAt - span.to < presentMs;
}
