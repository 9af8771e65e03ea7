import type { AdaptiveCard } from '../cards/adaptive-card.ts';
import { digestCard } from '../cards/digest-card.ts';
import { digestsCard } from '../cards/digests-card.ts';
import type { Asides } from '../cards/notes.ts';
import { noOrderCard } from '../cards/offer-card.ts';
import type { Press } from '../cards/press.ts';
import { digestDoneText, noDigestHereText } from '../cards/press-texts.ts';
import type { Digests, DigestsAnswer } from '../digest/orders.ts';
import type { DigestOrder } from '../domain/digest-order.ts';
import type { Place } from '../domain/place.ts';
import { composeDigest } from '../language/index.ts';
import type { Asking } from './answers.ts';
import type { OrError } from './boundary.ts';
import { card, outdated, type Reader, type Reply } from './turn.ts';

export type DigestPress = Extract<Press, { readonly verb: `digest.${string}` }>;

const noAsides: Asides = { notes: [], offers: [] };

/** What the bot says of its digests; none of these throws. */
export function createDigestAnswers(digests: Digests, orError: OrError) {
  /** The one digest, or the list of them to choose from. */
  async function now(place: Place, id: string | undefined, { reader, until }: Asking): Promise<Reply> {
    const message = await digests.now(place, id, reader, until);
    if (message) return card(digestCard(message));
    return card(listedDigests(await digests.obey({ what: 'show' }, place, reader.locale), noAsides, reader));
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
        return card(listedDigests(answer, asides, reader));
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
          card: listedDigests(answer, noAsides, asking.reader),
          text: digestDoneText(answer.done),
          ...(answer.done === 'nothingThere' ? { ending: outdated } : {}),
        };
      }),
  };
}

/** The digests of a place as a card; a sentence that sets one again is in the reader's zone. */
export function listedDigests(answer: DigestsAnswer, asides: Asides, reader: Reader): AdaptiveCard {
  return digestsCard(answer, asides, reader, wish => composeDigest(wish, reader.zone));
}

function again(what: DigestOrder['what']): Press {
  return { verb: 'ask', sentence: what === 'now' ? 'digest now' : 'digest' };
}

const acts = { 'digest.pause': 'pause', 'digest.resume': 'resume', 'digest.off': 'off' } as const;
