import { problemStates } from '../../language/asked.ts';
import { composeSentence, namesInWords, type SentenceParts } from '../../language/compose.ts';
import type { FollowUp } from './read-follow-up.ts';
import { grammatical, type WholeSentence } from './write-changed.ts';

/**
 * Writes a question of another kind about the same jobs. `isVerdict` if the question before asked whether they worked, so
 * that none of its words chooses some of them.
 */
export function askedOfThem(
  { what, rest, when = '' }: Pick<Extract<FollowUp, { kind: 'ask' }>, 'what' | 'rest' | 'when'>,
  parts: SentenceParts,
  isVerdict: boolean,
): WholeSentence | undefined {
  const plain = { ...parts, isHealth: false, isWhy: false, pageSize: undefined };
  const services = typeof parts.service === 'string' ? [parts.service] : (parts.service ?? []);
  const isOfBackups = parts.type === undefined || parts.type === 'backup';
  switch (what) {
    case 'why':
      return grammatical(composeSentence({ ...plain, isWhy: true, state: undefined }));
    case 'whyNot':
      return isVerdict ? askedOfThem({ what: 'why', rest }, parts, isVerdict) : undefined;
    case 'unfinished':
      return isVerdict
        ? grammatical(`${composeSentence({ ...plain, state: undefined })} that did not finish`)
        : undefined;
    case 'ended':
      return parts.state === 'inProgress'
        ? grammatical(composeSentence(plain))
        : askedOfThem({ what: 'worked', rest }, parts, isVerdict);
    case 'running':
      return grammatical(composeSentence({ ...plain, state: 'inProgress', period: undefined }));
    case 'countFailed':
      return grammatical(`how many ${composeSentence({ ...plain, state: 'failed' })}`);
    case 'count':
      return grammatical(`how many ${composeSentence({ ...plain, state: parts.state ?? 'failed' })}`);
    case 'countAll':
      return grammatical(`how many ${composeSentence({ ...plain, state: undefined })}`);
    case 'failed':
      return grammatical(composeSentence({ ...plain, state: 'failed' }));
    case 'rate':
      return grammatical(
        parts.state === 'failed'
          ? `percentage of ${composeSentence(plain)}`
          : `success rate of ${composeSentence({ ...plain, state: undefined })}`,
      );
    case 'any':
      return grammatical(
        `any ${composeSentence({ ...plain, state: rest === '' ? 'failed' : (parts.state ?? 'failed') })}`,
      );
    case 'worked':
      return grammatical(`did ${composeSentence({ ...plain, state: undefined })} work`);
    case 'list':
      return grammatical(composeSentence({ ...plain, state: parts.state ?? problemStates }));
    case 'lastGood':
      return isOfBackups ? grammatical(`last good ${namesInWords(services)} backup`) : undefined;
    case 'status':
      return isOfBackups
        ? grammatical(
            composeSentence({
              ...plain,
              isHealth: true,
              type: undefined,
              state: undefined,
              period: undefined,
            }),
          )
        : undefined;
    case 'endNotice':
      // Only what may be running can end.
      if (parts.state !== undefined && parts.state !== 'inProgress') return undefined;
      if (parts.type === undefined && services.length === 0) return undefined;
      return grammatical(
        `tell me when the ${namesInWords(services)} ${parts.type ?? 'job'} ends`.replace('  ', ' '),
      );
    case 'digest':
      return grammatical(
        `send ${composeSentence({ ...parts, pageSize: undefined, period: undefined })} ${when}`,
      );
    case 'watch':
      return isOfBackups
        ? grammatical(services.length > 0 ? `watch ${namesInWords(services)}` : 'watch all backups')
        : undefined;
  }
}
