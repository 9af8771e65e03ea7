import { z } from 'zod';
import { envelope } from '../../cards/button-link.ts';
import { lengthText } from '../../cards/durations.ts';
import { nameOf } from '../../cards/words.ts';
import { type Service, services } from '../../domain/job.ts';
import { questionLimits } from '../../domain/question.ts';
import { type Targets, usualTargetMs } from '../../domain/targets.ts';
import { type ChangeKind, changeCode, type Effects } from '../change.ts';
import { permissions } from '../permission.ts';
import { targetsCard } from './limits-card.ts';

/** How old the last good backup of a service may be; undefined for the default again. */
export interface LimitChange {
  readonly service: Service;
  readonly targetMs: number | undefined;
}

export interface LimitParts {
  readonly targets: Targets;
}

const hourMs = 3_600_000;

/** `h` is the limit in milliseconds. */
export const limitChange: ChangeKind<LimitChange, LimitParts> = {
  permission: permissions.change,
  shownBy: 'targets',
  isForAll: true,
  touches: { kinds: ['limits'] },
  codes: {
    target: changeCode(
      z.object({
        ...envelope,
        x: z.literal('target'),
        o: z.enum(services),
        h: z
          .int()
          .min(hourMs)
          .max(questionLimits.maxTargetMs)
          .refine(ms => ms % 60_000 === 0)
          .optional(),
      }),
      ({ o: service, h: targetMs }) => ({ service, targetMs }),
    ),
  },
  encode: ({ service, targetMs }) => ({
    x: 'target',
    o: service,
    ...(targetMs === undefined ? {} : { h: targetMs }),
  }),
  obstacle: () => undefined,
  name: ({ service, targetMs }) =>
    targetMs === undefined
      ? `Reset the backup-age limit of ${nameOf(service)}`
      : `Set the backup-age limit of ${nameOf(service)} to ${lengthText(targetMs)}`,
  async preview(change, _, { targets }) {
    const before = (await targets.all())[change.service];
    return { key: [before], effects: () => effectsOf(change, before) };
  },
  async make({ service, targetMs }, { asides }, { targets }) {
    await targets.set(service, targetMs);
    return targetsCard(await targets.all(), service, asides);
  },
};

export function effectsOf({ service, targetMs }: LimitChange, before: number | undefined): Effects {
  const limit = targetMs === undefined ? 'the default limit of 24 h' : `a limit of ${lengthText(targetMs)}`;
  // A service's own limit that equals the default changes nothing.
  const isSame = (before ?? usualTargetMs) === (targetMs ?? usualTargetMs);
  return {
    lines: isSame ? [] : [`${nameOf(service)}: ${limitText(before)} → ${limitText(targetMs)}`],
    why: `${nameOf(service)} already has ${limit}.`,
  };
}

export function limitText(ms: number | undefined): string {
  return ms === undefined ? '24 h (default)' : lengthText(ms);
}
