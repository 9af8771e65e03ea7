import type { AdaptiveCard } from './adaptive-card.ts';

const id = 'details';

/**
 * Adds lines that a tap on "Details" unfolds, below everything else: what is exact or rarely needed. They may contain
 * data, which no client reads as Markdown.
 */
export function withDetails(card: AdaptiveCard, lines: readonly string[]): AdaptiveCard {
  if (lines.length === 0) return card;
  const head = {
    type: 'Container',
    spacing: 'Medium',
    selectAction: { type: 'Action.ToggleVisibility', title: 'Show or hide details', targetElements: [id] },
    items: [{ type: 'TextBlock', text: 'Details ›', color: 'Accent', size: 'Small' }],
  };
  const body = {
    type: 'Container',
    id,
    isVisible: false,
    spacing: 'Small',
    items: lines.map((text, index) => ({
      type: 'RichTextBlock',
      spacing: index === 0 ? 'None' : 'Small',
      inlines: [{ type: 'TextRun', text, isSubtle: true, size: 'Small' }],
    })),
  };
  return { ...card, body: [...card.body, head, body] };
}
