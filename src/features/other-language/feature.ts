import { command } from '../feature.ts';
import { permissions } from '../permission.ts';
import { card } from '../turn.ts';
import { otherLanguageCard } from './card.ts';
import { type OtherLanguageCommand, read } from './read.ts';

/** A sentence in another language: a line in that language that the bot reads English, with examples. */
export const otherLanguage = {
  readings: [{ rank: 'otherLanguage', read }],
  commands: [
    command({
      kind: 'otherLanguage',
      permission: permissions.look,
      run: ({ language }: OtherLanguageCommand) => card(otherLanguageCard(language)),
    }),
  ],
} as const;
