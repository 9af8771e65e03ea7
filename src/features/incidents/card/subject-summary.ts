import type { Mood } from '../../../cards/severity.ts';

/** What happened, as far as it depends on what the incident is about. */
export interface SubjectSummary {
  readonly sign: string;
  /** Only the bot's own words, names of services among them. */
  readonly text: string;
  /** For a phone's notification, if that isn't `text`. */
  readonly notification?: string;
  readonly mood: Mood;
  /** Since when, and how sure that is. May contain data, so no client may read Markdown there. */
  readonly details: readonly string[];
}
