import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { minutesText } from '../../cards/durations.ts';
import { whenNear } from '../../cards/moments.ts';
import { clipped } from '../../cards/plain.ts';
import { cardTemplate } from '../../cards/template.ts';
import { type CardLocale, timesFor } from '../../cards/times.ts';
import type { EpochMs } from '../../domain/time.ts';
import template from './card.json' with { type: 'json' };

/** The version that runs, and how fresh its data is. */
export interface VersionAnswer {
  /** As package.json has it. */
  readonly version: string;
  readonly startedAt: EpochMs;
  /** The published shape of AvePoint's API that answers; undefined until a request has found it out. */
  readonly apiShape: string | undefined;
  /** When the latest jobs of all types were last read; undefined if they weren't yet. */
  readonly readAt: EpochMs | undefined;
  readonly answeredAt: EpochMs;
}

const expand = cardTemplate(template);

/** Draws how fresh the data is, then what runs. `zone` is the IANA zone in which its times are shown. */
export function versionCard(answer: VersionAnswer, zone: string, reader: CardLocale): AdaptiveCard {
  const { version, startedAt, apiShape, readAt, answeredAt } = answer;
  const times = timesFor(zone, reader, answeredAt);
  const since = (at: EpochMs) => minutesText(Math.max(0, answeredAt - at));
  const lines = [
    readAt === undefined
      ? 'Jobs: not read from AvePoint yet'
      : `Jobs last read: ${since(readAt)} ago, ${whenNear(readAt, answeredAt, times)}${times.zoneNote}`,
    `Running for ${since(startedAt)}, since ${times.near(startedAt, answeredAt)}${times.zoneNote}`,
    `AvePoint API: ${apiShape ?? 'not reached yet'}`,
  ];
  return expand({
    title: `Backup Watch ${clipped(version, 40)}`,
    lines: lines.map(text => ({ text })),
  });
}
