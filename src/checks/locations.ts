import { locations as documented } from '../avepoint/locations.ts';
import type { AvePointSettings } from '../avepoint/settings.ts';
import { plural } from '../domain/plural.ts';
import { type Finding, OutOfTimeError, type SuggestedSetting } from './finding.ts';
import { inconclusive } from './inconclusive.ts';
import { type AskList, askEach, type Listed } from './lists.ts';
import { countWords, listWords } from './service-names.ts';
import { lastDays } from './shape-answers.ts';

/** As far back as the bot reads. */
const farthestDays = 60;
/** The central location's second name; it also has a name of its own, such as `EUR`. */
const central = 'PrimaryGeoLocation';

/** A location that has jobs: the id of the first one listed, and how many there are. */
interface Filled {
  readonly name: string;
  readonly firstId: string | undefined;
  readonly count: number | undefined;
}

export interface Locations {
  readonly findings: readonly Finding[];
  /** The share of all jobs that each location of AVEPOINT_LOCATIONS has, by their counts; equal shares if any is unknown. */
  readonly shares: readonly number[];
}

export interface LocationsParts {
  readonly ask: AskList;
  readonly settings: Pick<AvePointSettings, 'location' | 'locations'>;
  readonly now: number;
}

/**
 * Counts the jobs of each documented location, with one request each. Lists of two locations should never begin with the
 * same job, except those of the central one's two names.
 */
export async function checkLocations({ ask, settings, now }: LocationsParts): Promise<Locations> {
  const span = lastDays(farthestDays, now);
  // The configured locations come first, in case time runs out.
  const set = settings.location === undefined ? settings.locations : [settings.location];
  const names = [...new Set([...set, ...documented])];
  const filled: Filled[] = [];
  const refused: string[] = [];
  let asked = 0;
  let late: OutOfTimeError | undefined;
  try {
    await askEach(names, async name => {
      const reply = await ask({ span, location: name, size: 1 });
      asked += 1;
      if (reply.kind !== 'listed') refused.push(name);
      else if (reply.jobs.length > 0) filled.push(filledOf(name, reply));
    });
  } catch (error) {
    if (!(error instanceof OutOfTimeError)) throw error;
    late = error;
  }
  if (late && filled.length === 0) throw late;
  const inOrder = names.flatMap(name => filled.find(one => one.name === name) ?? []);
  const findings = judgeLocations(inOrder, settings, { asked, refused: refused.length });
  if (late)
    findings.push(
      inconclusive(
        'other locations',
        `${names.length - asked} of ${names.length} were not asked: ${late.why}`,
        'run it again when AvePoint answers faster.',
      ),
    );
  return { findings, shares: sharesOf(settings.locations, inOrder) };
}

function filledOf(name: string, { jobs, count }: Listed): Filled {
  return { name, firstId: jobs[0]?.id, count };
}

function judgeLocations(
  all: readonly Filled[],
  { location, locations: set }: LocationsParts['settings'],
  { asked, refused }: { readonly asked: number; readonly refused: number },
): Finding[] {
  const tried = 'locations';
  const again = 'run it again once backups have run.';
  if (refused === asked)
    return [inconclusive(tried, 'AvePoint refuses every location', 'leave AVEPOINT_LOCATIONS unset.')];
  if (all.length === 0) return [inconclusive(tried, 'no location has jobs', again)];
  const isSet = location !== undefined || set.length > 0;
  if (asked > 2 && all.length === asked - refused && sameFirst(all)) return [ignoredFinding(isSet)];

  const distinct = withoutAlias(all, set);
  const names = distinct.map(({ name }) => name);
  const clash = distinct.filter(one =>
    distinct.some(other => other !== one && one.firstId !== undefined && other.firstId === one.firstId),
  );
  const filter: Finding =
    clash.length > 0
      ? {
          mark: 'failure',
          tried: 'Location',
          seen: `lists of ${listWords(clash.map(({ name }) => name))} begin with the same job`,
          fix: 'set only one of them in AVEPOINT_LOCATIONS, and tell AvePoint’s support.',
        }
      : {
          mark: 'ok',
          tried: 'Location',
          seen: 'honoured: lists of different locations begin with different jobs, or are empty',
        };
  if (location !== undefined)
    return [filter, { mark: 'ok', tried, seen: `${names.join(', ')}; ${location} alone is set` }];
  return [filter, setFinding(names, set, all)];
}

function setFinding(names: readonly string[], set: readonly string[], all: readonly Filled[]): Finding {
  const tried = 'locations';
  const seen = `${countWords(names.length, 'location')} ${plural(names.length, 'has', 'have')} jobs: ${names.join(', ')}`;
  const settings: readonly SuggestedSetting[] = [{ name: 'AVEPOINT_LOCATIONS', value: names.join(',') }];
  if (set.length === 0 && names.length === 1)
    return { mark: 'ok', tried, seen: `${seen}; nothing needs to be set` };
  if (set.length === 0)
    return {
      mark: 'warning',
      tried,
      seen: `${seen}; AVEPOINT_LOCATIONS is not set`,
      fix: `set AVEPOINT_LOCATIONS=${names.join(',')}: then each service is judged by its worst location, and single jobs of all locations are found.`,
      settings,
    };
  const primary = all.find(({ name }) => name === central);
  const alias = all.find(({ name, firstId }) => name !== central && firstId === primary?.firstId)?.name;
  const isDouble = alias !== undefined && set.includes(central) && set.includes(alias);
  const missing = names.filter(name => !set.includes(name));
  const idle = set.filter(name => !all.some(one => one.name === name));
  if (isDouble)
    return {
      mark: 'failure',
      tried,
      seen: `${central} and ${alias} are two names of one location, and both are set`,
      fix: `set AVEPOINT_LOCATIONS=${names.join(',')}.`,
      settings,
    };
  if (missing.length > 0)
    return {
      mark: 'warning',
      tried,
      seen: `${seen}; AVEPOINT_LOCATIONS lacks ${listWords(missing)}, which the bot does not read`,
      fix: `set AVEPOINT_LOCATIONS=${names.join(',')}, or leave it if those are not yours to watch.`,
      settings,
    };
  if (idle.length > 0)
    return {
      mark: 'warning',
      tried,
      seen: `${seen}; ${listWords(idle)} ${plural(idle.length, 'is', 'are')} set and had none for ${farthestDays} days`,
      fix: `set AVEPOINT_LOCATIONS=${names.join(',')}, unless backups are to begin there.`,
      settings,
    };
  return {
    mark: 'ok',
    tried,
    seen: `${seen}, as set`,
    settings: [{ name: 'AVEPOINT_LOCATIONS', value: set.join(',') }],
  };
}

function ignoredFinding(isSet: boolean): Finding {
  const seen = 'ignored: lists of all locations begin with the same job';
  if (!isSet)
    return {
      mark: 'warning',
      tried: 'Location',
      seen: `${seen}; none is set, so nothing depends on it`,
      fix: 'leave AVEPOINT_LOCATION and AVEPOINT_LOCATIONS unset.',
    };
  return {
    mark: 'failure',
    tried: 'Location',
    seen,
    fix: 'take AVEPOINT_LOCATION and AVEPOINT_LOCATIONS out: with them, overviews stay unknown. Tell AvePoint’s support that Location is ignored.',
  };
}

function sameFirst(all: readonly Filled[]): boolean {
  return all.every(({ firstId }) => firstId !== undefined && firstId === all[0]?.firstId);
}

/** The central location under one name: the one that is set, else its own. */
function withoutAlias(all: readonly Filled[], set: readonly string[]): readonly Filled[] {
  const primary = all.find(({ name }) => name === central);
  const own = all.find(({ name, firstId }) => name !== central && firstId === primary?.firstId);
  if (!primary || primary.firstId === undefined || !own) return all;
  const isPrimarySet = set.includes(central) && !set.includes(own.name);
  return all.filter(one => one !== (isPrimarySet ? own : primary));
}

function sharesOf(set: readonly string[], all: readonly Filled[]): readonly number[] {
  if (set.length === 0) return [1];
  const counts = set.map(name => {
    const filled = all.find(one => one.name === name);
    return filled ? filled.count : 0;
  });
  const sum = counts.reduce<number>((total, count) => total + (count ?? 0), 0);
  if (sum === 0 || counts.includes(undefined)) return set.map(() => 1 / set.length);
  return counts.map(count => (count ?? 0) / sum);
}
