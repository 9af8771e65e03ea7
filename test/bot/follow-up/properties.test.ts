import assert from 'node:assert/strict';
import fc from 'fast-check';
import { continuationOf } from '../../../src/bot/follow-up/continue.ts';
import { interpret } from '../../../src/bot/interpret.ts';
import { jobTypes, services } from '../../../src/domain/job.ts';
import { composeSentence, namesInWords, type SentenceParts } from '../../../src/language/compose.ts';
import { berlin } from '../../language/support.ts';

const periods = [
  'today',
  'yesterday',
  'last week',
  'last 24 hours',
  'since Friday',
  'on 2 November',
  'last night',
];
const states = ['failed', 'finished', 'partiallyFinished', 'finishedWithException'] as const;
const service = fc.constantFrom(...services);
const parts: fc.Arbitrary<SentenceParts> = fc.record({
  type: fc.option(fc.constantFrom(...jobTypes), { nil: undefined }),
  service: fc.option(service, { nil: undefined }),
  state: fc.option(fc.constantFrom(...states), { nil: undefined }),
  period: fc.option(fc.constantFrom(...periods), { nil: undefined }),
  pageSize: fc.constantFrom(undefined, 5),
});
const openers = [
  'and ',
  'and for ',
  'what about ',
  'how about ',
  'same for ',
  'no, I meant ',
  'ok, and ',
  '',
];
const kinds: readonly ((parts: SentenceParts) => string)[] = [
  composeSentence,
  parts => `how many ${composeSentence({ ...parts, pageSize: undefined })}`,
  ({ service, period }) => composeSentence({ ...nothing, service, period, isHealth: true }),
  ({ type, service, period }) => composeSentence({ ...nothing, type, service, period, isWhy: true }),
];
const nothing: SentenceParts = {
  type: undefined,
  service: undefined,
  state: undefined,
  period: undefined,
  pageSize: undefined,
};

async function commandAfter(earlier: string, say: string) {
  const continued = await continuationOf(say, interpret(say, berlin), berlin, async () => ({
    sentence: earlier,
    at: berlin.now,
  }));
  return continued?.kind === 'sentence' ? continued.read.command : undefined;
}

describe('follow-ups to any question', () => {
  it('another service changes only the service of any kind of question', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...kinds),
        parts,
        service,
        fc.constantFrom(...openers),
        async (sentence, parts, other, opener) => {
          const got = await commandAfter(sentence(parts), `${opener}${namesInWords([other])}`);
          assert.deepEqual(got, interpret(sentence({ ...parts, service: other }), berlin).command);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('another period changes only the period of any kind of question', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...kinds),
        parts,
        fc.constantFrom(...periods),
        fc.constantFrom(...openers.filter(opener => !opener.includes('for'))),
        async (sentence, parts, period, opener) => {
          const got = await commandAfter(sentence(parts), `${opener}${period}`);
          assert.deepEqual(got, interpret(sentence({ ...parts, period }), berlin).command);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('another kind of job or another state changes only that of a list, or is asked back', async () => {
    await fc.assert(
      fc.asyncProperty(
        parts,
        fc.oneof(
          fc.constantFrom(...jobTypes).map(type => ({ type })),
          fc.constantFrom(...states).map(state => ({ state })),
        ),
        async (parts, change) => {
          const said = composeSentence({ ...nothing, ...change }).replace(/^all | jobs\b/g, '');
          const got = await commandAfter(composeSentence(parts), `and ${said}`);
          if (got) assert.deepEqual(got, interpret(composeSentence({ ...parts, ...change }), berlin).command);
          else
            assert.ok(
              parts.type === undefined && 'state' in change === false,
              `${composeSentence(parts)} + ${said}`,
            );
        },
      ),
      { numRuns: 400 },
    );
  });
});
