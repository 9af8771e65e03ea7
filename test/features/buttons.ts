import type { CardAction } from '../../src/cards/button-link.ts';
import { askAgainLink, showLink } from '../../src/features/compare/buttons.ts';
import { monday } from '../support/fakes.ts';

const window = { span: { from: monday - 3_600_000, to: monday }, spanWords: undefined, zone: 'UTC' };
const compared = { window, other: window, type: undefined, service: undefined, state: undefined };

/** One of each button of a feature, as it travels. Tests that go through all of them check that none is missing. */
export const sampleButtons: readonly CardAction[] = [
  showLink.encode(compared),
  askAgainLink.encode(compared),
];
