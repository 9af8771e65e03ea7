import { fitsButton } from '../../cards/button-fields.ts';
import type { JobType, Service } from '../../domain/job.ts';
import { namesInWords } from '../../language/compose.ts';
import { idsIn } from '../../language/job-ids.ts';
import { noOrder, restOf } from '../../language/orders.ts';
import type { Parsed } from '../../language/parse.ts';
import { readWish } from '../../language/read-wish.ts';
import type { Read, RefusedSentence } from '../../language/reading.ts';
import { unanswered } from '../../language/refusals.ts';
import { besideWish } from '../../language/wishes.ts';

/** Asks for one message when a job that runs now has ended. */
export interface EndNoticeCommand {
  readonly kind: 'endNotice';
  readonly jobId: string | undefined;
  readonly type: JobType | undefined;
  readonly service: Service | undefined;
}

const idle = new Set('harmless join jobs greeting now type'.split(' '));
const running = new Set(
  'running ongoing active current currently still whether or fails failed way'.split(' '),
);
const beside: ReadonlySet<string> = new Set([...besideWish, ...running]);

/** Reads "tell me when the restore is done", "when job FB… ends let me know". */
export function endNotice(parsed: Parsed): Read<EndNoticeCommand | RefusedSentence> | undefined {
  const wish = readWish(parsed);
  if (!wish?.awaited.includes('ends') || wish.isEachTime || wish.isUnclear || !wish.isConditional)
    return undefined;
  const { tokens, parts, periods } = parsed;
  const ids = idsIn(parsed);
  const taken = tokens.map(({ raw }, at) => wish.taken[at] === true || ids.includes(raw));
  const { services, unknown, foreign } = restOf(parsed, taken, idle, beside);
  // Known words of another question.
  if (foreign.length > unknown.length || unknown.length > 0) return undefined;
  const [type, otherType] = parts.types;
  if (ids.length > 1 || services.length > 1 || otherType)
    return noOrder('I can wait for one job at a time.', offersFor(ids, services, parts.types));
  if (periods.length > 0)
    return noOrder('I can only wait for a job that’s running now.', offersFor(ids, services, parts.types));
  const [jobId] = ids;
  const [service] = services;
  const isPointing = tokens.some(({ text }) => ['it', 'that', 'they', 'this'].includes(text));
  if (jobId === undefined && type === undefined && service === undefined && isPointing)
    return unanswered('followUp', 'Which job do you mean? Name its id, its kind or its service.', [
      { label: 'Running jobs', sentence: 'running jobs' },
      { label: 'The running backup', sentence: 'tell me when the backup ends' },
    ]);
  return { command: { kind: 'endNotice', jobId, type, service }, offers: [] };
}

function offersFor(ids: readonly string[], services: readonly Service[], types: readonly JobType[]) {
  const names = [
    ...ids.map(id => `job ${id}`),
    ...services.map(service => `the ${namesInWords([service])} ${types[0] ?? 'backup'}`),
    ...(ids.length + services.length === 0 ? types.map(type => `the ${type}`) : []),
  ];
  return names
    .map(name => ({ label: `When ${name} ends`, sentence: whenEnds(name) }))
    .filter(({ sentence }) => fitsButton(sentence));
}

/** The sentence that asks for the end of a job: "tell me when job FB… ends". */
export function whenEnds(name: string): string {
  return `tell me when ${name} ends`;
}
