import { phraseTable } from '../../language/phrases.ts';
import { wordAt } from '../../language/spans/phrase.ts';
import type { Token } from '../../language/tokens.ts';

/** Ways and places that a message goes: "by mail", "to this channel". */
const ways = phraseTable<'mail' | 'here'>([
  [
    `
      by mail, by email, by e mail, via mail, via email, via e mail, per mail, per email, as mail,
      as email, as a mail, as an email, to my mailbox, to my inbox
    `,
    'mail',
  ],
  [
    `
      to this channel, in this channel, to the channel, in the channel, to this chat, in this chat,
      in the chat, to the chat, to teams, in teams, via teams, to the team, in here, to our channel,
      in our channel, to us, to me, with us, with me, to everyone, here
    `,
    'here',
  ],
]);

/** Marks where the message goes, and the verb of a mail. Returns true if it's to be a mail. */
export function takeWays(tokens: readonly Token[], taken: boolean[]): boolean {
  let isMail = false;
  for (const at of tokens.keys()) {
    const found = ways.at(tokens, at);
    const isVerb =
      ['mail', 'email'].includes(wordAt(tokens, at)) && ['me', 'us'].includes(wordAt(tokens, at + 1));
    const isNoun =
      ['mail', 'email', 'mails', 'emails'].includes(wordAt(tokens, at)) &&
      ['an', 'a', 'daily', 'weekly', 'summary', 'report', 'digest', 'status'].includes(
        wordAt(tokens, at - 1),
      );
    const end = isVerb || isNoun ? at + 1 : found?.end;
    if (end === undefined) continue;
    taken.fill(true, at, end);
    isMail ||= isVerb || isNoun || found?.meaning === 'mail';
  }
  return isMail;
}
