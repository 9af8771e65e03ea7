import type { Command, Reading } from '../language/index.ts';
import { changesSomething } from './changes.ts';

/**
 * Returns the reading of a message that was edited. An order, or what opens its preview, was carried out when the message came,
 * or wasn't meant then: it becomes the question what is set, with the sentence as a button, which opens a preview. `sentence` is
 * undefined if it can't travel in a button.
 */
export function asEdited(reading: Reading, sentence: string | undefined): Reading {
  const shown = shownFor(reading.command);
  if (!shown) return reading;
  return {
    command: shown,
    notes: [...reading.notes, { kind: 'editedOrder' }],
    offers: sentence === undefined ? [] : [{ label: sentence, sentence }],
  };
}

/** The command that shows what an order would set; undefined for what is no order. */
function shownFor(command: Command): Command | undefined {
  if (command.kind === 'watch')
    return command.order.what === 'show' ? undefined : { kind: 'watch', order: { what: 'show' } };
  if (!changesSomething(command)) return undefined;
  switch (command.kind) {
    case 'digest':
      return { kind: 'digest', order: { what: 'show' } };
    case 'duty':
      return { kind: 'duty', order: { what: 'show' } };
    case 'target':
      return { kind: 'targets' };
    case 'retire':
      return { kind: 'retired', service: command.service };
  }
}
