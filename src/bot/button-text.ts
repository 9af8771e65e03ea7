import { askLink } from '../cards/common-buttons.ts';
import type { PressedText } from '../features/audit/row.ts';
import { decodeAction } from '../features/index.ts';

/** See `PressedText`. */
export const pressedText: PressedText = (verb, carried, at) => {
  const data = parsed(carried);
  const sentence = verb === askLink.verb ? askLink.decode(data, at) : undefined;
  if (sentence !== undefined) return `“${sentence}”`;
  const pressed = decodeAction(verb, data, at);
  return pressed && [`“${pressed.title}”`, ...pressed.details].join(' · ');
};

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
