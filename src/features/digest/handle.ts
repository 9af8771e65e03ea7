import type { Asking } from '../../bot/answers.ts';
import type { OrError } from '../../bot/error-boundary.ts';
import { digestDoneText, noDigestHereText } from '../../cards/button-replies.ts';
import type { Asides } from '../../cards/notes.ts';
import type { Press } from '../../cards/press.ts';
import { noOrderCard } from '../../cards/suggestion-card.ts';
import type { DigestOrder } from '../../domain/digest-order.ts';
import type { Place } from '../../domain/place.ts';
import type { Listings } from '../settings/listings.ts';
import { card, outdated, type Reply } from '../turn.ts';
import { digestCard } from './card.ts';
import type { Digests } from './commands.ts';

export type DigestPress = Extract<Press, { readonly verb: `digest.${string}` }>;

const noAsides: Asides = { notes: [], offers: [] };

/** What the bot says of its digests; none of these throws. */
export function createDigestAnswers(digests: Digests, listings: Listings, orError: OrError) {
  /** The one digest, or the list of them to choose from. */
  async function now(place: Place, id: string | undefined, { reader, until }: Asking): Promise<Reply> {
    const message = await digests.now(place, id, reader, until);
    if (message) return card(digestCard(message));
    const answer = await digests.obey({ what: 'show' }, place, reader.locale);
    return card(await listings.digests(answer, place, noAsides, reader));
  }

  return {
    /** What is set here, or what there is to tell now; orders that change something are `change-answers`'. */
    show: (what: DigestOrder['what'], place: Place | undefined, asking: Asking) =>
      orError(again(what), undefined, asking.reader, async () => {
        const { asides, reader } = asking;
        if (!place)
          return card(noOrderCard({ reason: 'A digest needs a chat or a channel to come to.', ...asides }));
        if (what === 'now') return now(place, undefined, asking);
        const answer = await digests.obey({ what: 'show' }, place, reader.locale);
        return card(await listings.digests(answer, place, asides, reader));
      }),

    /** Everybody in the conversation sees what has changed; the presser alone is told what was pressed for. */
    press: (press: DigestPress, place: Place | undefined, asking: Asking) =>
      orError(press, undefined, asking.reader, async (): Promise<Reply> => {
        if (!place) return { kind: 'text', text: noDigestHereText(), ending: outdated };
        if (press.verb === 'digest.now') return now(place, press.id, asking);
        const act = acts[press.verb];
        const answer = await digests.act(act, press.id, place);
        return {
          kind: 'edit',
          isChange: answer.done !== 'nothingThere',
          card: await listings.digests(answer, place, noAsides, asking.reader),
          text: digestDoneText(answer.done),
          ...(answer.done === 'nothingThere' ? { ending: outdated } : {}),
        };
      }),
  };
}

function again(what: DigestOrder['what']): Press {
  return { verb: 'ask', sentence: what === 'now' ? 'digest now' : 'digest' };
}

const acts = { 'digest.pause': 'pause', 'digest.resume': 'resume', 'digest.off': 'off' } as const;
