import type { CardAction } from './button-link.ts';

/** A cell of `templates/counts.json`. */
export interface CountCell {
  readonly align: 'Left' | 'Right';
  readonly text: string;
  readonly color: 'Default' | 'Accent';
  /** What a tap on it opens: exactly the jobs that it counts. */
  readonly open: readonly (CardAction & { readonly title: string })[];
}

/** Returns a cell of words. */
export function wordCell(text: string): CountCell {
  return { align: 'Left', text, color: 'Default', open: [] };
}

/** Returns a number that opens nothing. */
export function rightCell(text: string): CountCell {
  return { ...wordCell(text), align: 'Right' };
}

/** Returns a number that a tap opens; `title` names what comes. */
export function openCell(text: string, title: string, action: CardAction): CountCell {
  return { align: 'Right', text, color: 'Accent', open: [{ title, ...action }] };
}
