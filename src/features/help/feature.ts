import { helpLink } from '../../cards/common-buttons.ts';
import type { HelpTopic } from '../../domain/reading.ts';
import type { Role } from '../../domain/role.ts';
import { has } from '../../language/asked.ts';
import type { Parsed } from '../../language/parse.ts';
import type { Read } from '../../language/reading.ts';
import { button, command } from '../feature.ts';
import { permissions } from '../permission.ts';
import type { Request } from '../request.ts';
import { card, text } from '../turn.ts';
import { helpCard } from './card.ts';
import { unlessToOthers } from './silence.ts';
import { smallTalk } from './small-talk.ts';

interface HelpParts {
  /** Returns the topics that a role is shown. */
  readonly helpTopicsOf: (role: Role | undefined) => readonly HelpTopic[];
}

interface HelpCommand {
  readonly kind: 'help';
}

interface SmallTalkCommand {
  readonly kind: 'smallTalk';
  readonly answer: string;
  /** True if it mentions somebody else. */
  readonly isToOthers: boolean;
}

const hides = ['corrected', 'pageSizeBounded'] as const;

/** Reads "help", "?", a greeting. */
function readHelp(parsed: Parsed): Read<HelpCommand> | undefined {
  const { parts, periods, tokens, unknown } = parsed;
  const isMark = tokens.length > 0 && tokens.every(token => token.text === '?');
  const isAlone =
    unknown.length === 0 &&
    periods.length === 0 &&
    parts.found.every(({ meaning }) => ['help', 'greeting', 'harmless', 'join'].includes(meaning.part));
  const isHelp = isMark || (isAlone && (has(parsed, 'help') || has(parsed, 'greeting')));
  return isHelp ? { command: { kind: 'help' }, hides, offers: [] } : undefined;
}

function readSmallTalk(parsed: Parsed): Read<SmallTalkCommand> | undefined {
  const answer = smallTalk(parsed);
  if (answer === undefined) return undefined;
  const isToOthers = parsed.mentions.length > 0;
  return { command: { kind: 'smallTalk', answer, isToOthers }, hides, offers: [] };
}

function show(_: unknown, { asides, role }: Request, { helpTopicsOf }: HelpParts) {
  return card(helpCard(helpTopicsOf(role), asides));
}

/** "help", and a line for a sentence that asks nothing. */
export const help = {
  readings: [
    { rank: 'smallTalk', read: readSmallTalk },
    { rank: 'help', read: readHelp },
  ],
  commands: [
    command({ kind: 'help', permission: permissions.look, run: show }),
    command({
      kind: 'smallTalk',
      permission: permissions.look,
      run: ({ answer, isToOthers }: SmallTalkCommand, { place }) =>
        unlessToOthers(text(answer), isToOthers, place),
    }),
  ],
  buttons: [button(helpLink, { auditTitle: 'Help', permission: permissions.look, run: show })],
} as const;
