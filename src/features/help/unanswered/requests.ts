import { actions, elsewhere } from './elsewhere.ts';
import type { Request } from './request.ts';
import { settings } from './settings.ts';

export { declined } from './declined.ts';
export { besides, carriesOn, followUps } from './follow-ups.ts';
export { besideCauses, questions } from './questions.ts';
export type { Request } from './request.ts';
export { quieter } from './settings.ts';

/** What is to be done or to be set, in the order in which it counts if a sentence has words of several. */
export const orders: readonly Request[] = [...actions, ...settings, ...elsewhere];
