import type { AdaptiveCard } from '../cards/adaptive-card.ts';
import type { Asides } from '../cards/notes.ts';
import type { PageAnswer } from '../jobs/answers.ts';
import type { Localization } from './turn.ts';

/** Draws a page of a list of jobs, for any feature that shows one. */
export type ListCard = (page: PageAnswer, asides: Asides, reader: Localization) => AdaptiveCard;
