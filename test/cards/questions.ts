import fc from 'fast-check';
import { jobStates, jobTypes, services } from '../../src/domain/job.ts';
import { ofServices, type Question, questionLimits } from '../../src/domain/question.ts';
import { now } from './models.ts';

const seconds = (min: number, max: number) =>
  fc.integer({ min: Math.ceil(min / 1000), max: Math.floor(max / 1000) });
const spans = fc
  .tuple(seconds(questionLimits.earliest, now - 1000), seconds(1000, questionLimits.maxSpanMs))
  .map(([from, length]) => ({ from: from * 1000, to: Math.min((from + length) * 1000, now) }));
export const orUndefined = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });

/** Questions about jobs that may be asked at `now`. */
export const questions: fc.Arbitrary<Question> = fc
  .record(
    {
      type: orUndefined(fc.constantFrom(...jobTypes)),
      service: orUndefined(fc.constantFrom(...services)),
      state: orUndefined(fc.constantFrom(...jobStates)),
      span: orUndefined(spans),
      spanWords: orUndefined(fc.string({ minLength: 1, maxLength: questionLimits.maxSpanWordsLength })),
      zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Asia/Kolkata'),
      pageSize: fc.integer({ min: 1, max: 25 }),
    },
    { noNullPrototype: true },
  )
  .map(({ span, ...rest }) =>
    span === undefined
      ? { ...rest, state: 'inProgress' as const, span: { from: undefined, to: undefined } }
      : { ...rest, span },
  );

/** The same about several services and states. */
export const several = fc
  .tuple(
    questions,
    fc.subarray([...services], { maxLength: 4 }),
    fc.subarray([...jobStates], { maxLength: 3 }),
  )
  .filter(([{ span }]) => span.from !== undefined)
  .map(([{ service: _, state: __, ...question }, services, states]) => ({ ...question, services, states }));
/** The same about several types. */
export const ofSeveralTypes = fc
  .tuple(several, fc.subarray([...jobTypes], { minLength: 2 }))
  .filter(([{ services, states }, types]) => {
    const lists = types.length * Math.max(1, services.length) * Math.max(1, states.length);
    return lists <= questionLimits.maxTabs;
  })
  .map(([question, types]) => ({ ...question, type: undefined, types }));
/** Questions about the backups of a window. */
export const healths = several.map(({ services, span: { from, to }, spanWords, zone }) => ({
  ...ofServices(services),
  span: { from: from ?? 0, to: to ?? 0 },
  spanWords,
  zone,
}));
