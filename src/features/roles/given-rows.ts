import { destructive, type ExecuteAction, execute, ranked } from '../../cards/actions.ts';
import { personName } from '../../cards/mention.ts';
import { clipped } from '../../cards/plain.ts';
import { timesFor, type ZonedLocale } from '../../cards/times.ts';
import { capitalised } from '../../cards/words.ts';
import type { GivenRole } from '../../domain/given-roles.ts';
import type { EpochMs } from '../../domain/time.ts';
import { removeLink, rolesPageSize, showLink } from './buttons.ts';
import { giverText } from './role-names.ts';

/** The roles that were given in Teams, of which one page is shown. */
export interface GivenShown {
  readonly given: readonly GivenRole[];
  /** Zero-based. A page that is gone by now shows the last one. */
  readonly pageIndex: number;
  readonly answeredAt: EpochMs;
  readonly reader: ZonedLocale;
}

/** What the card of roles has of them. */
interface GivenRows {
  /** Empty, or the heading. */
  readonly heads: readonly { readonly text: string }[];
  readonly rows: readonly {
    readonly name: string;
    readonly terms: string;
    readonly acts: readonly ExecuteAction[];
  }[];
  readonly actions: readonly ExecuteAction[];
}

/** As wide as a phone shows on a button. */
const longestTitle = 24;

/** Returns a page of the roles from Teams, those that were given last first, each with a button that removes it. */
export function givenRows({ given, pageIndex: wanted, answeredAt, reader }: GivenShown): GivenRows {
  if (given.length === 0) return { heads: [], rows: [], actions: [] };
  const times = timesFor(reader.zone, reader, answeredAt);
  const lastPage = Math.ceil(given.length / rolesPageSize) - 1;
  const pageIndex = Math.min(wanted, lastPage);
  const first = pageIndex * rolesPageSize;
  const shown = given.toSorted((a, b) => b.at - a.at).slice(first, first + rolesPageSize);
  const titles = shown.map(({ name }) => `Remove ${clipped(name, longestTitle) || 'somebody'}`);
  const next = pageIndex < lastPage ? [execute('Next', showLink.encode(pageIndex + 1))] : [];
  const previous = pageIndex > 0 ? [execute('Previous', showLink.encode(pageIndex - 1))] : [];
  const range =
    lastPage === 0 ? '' : ` · ${first + 1}–${first + shown.length} of ${times.number(given.length)}`;
  return {
    heads: [{ text: `Given in Teams${range}` }],
    rows: shown.map((one, index) => ({
      name: personName(one),
      terms: `${capitalised(one.role)} · given by ${giverText(one)}, ${times.brief(one.at)}${times.zoneNote}`,
      acts: [destructive(execute(distinctTitle(titles, index), removeLink.encode({ ...one, pageIndex })))],
    })),
    actions: ranked([...next, ...previous]),
  };
}

/** Two people may have one name. */
function distinctTitle(titles: readonly string[], index: number): string {
  const title = titles[index] ?? '';
  return titles.indexOf(title) === titles.lastIndexOf(title) ? title : `${title} (${index + 1})`;
}
