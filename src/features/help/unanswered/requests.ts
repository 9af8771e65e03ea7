import { actions, elsewhere } from './elsewhere.ts';
import type { Request } from './request.ts';
import { settings } from './settings.ts';

export { declined } from './declined.ts';
export { besides, carriesOn, followUps } from './follow-ups.ts';
export { besideCauses, questions } from './questions.ts';
export type { Request } from './request.ts';
export { quieter } from './settings.ts';

/** Requests to do or to set something, in the order in which they count if a sentence has words of several. */
export const orders: readonly Request[] = [...actions, ...settings, ...elsewhere];
