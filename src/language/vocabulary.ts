import type { JobState, JobType, Service } from '../domain/job.ts';
import { harmlessPhrases } from './harmless.ts';
import { eachWith, phrasesIn } from './phrase-list.ts';

/** The meaning of a phrase. */
export type Meaning =
  | { readonly part: 'type'; readonly value: JobType }
  | { readonly part: 'state'; readonly value: JobState }
  | { readonly part: 'service'; readonly value: Service }
  /** Jobs as such: no filter, but a sign that jobs are meant. */
  | { readonly part: 'jobs' }
  | { readonly part: 'now' }
  | { readonly part: 'problems' }
  /** Asks how the backups are: "status". */
  | { readonly part: 'health' }
  /** Asks how old the last good backups are. */
  | { readonly part: 'coverage' }
  /** Asks for the causes of what went wrong. */
  | { readonly part: 'why' }
  /** A phrase of one feature. */
  | {
      readonly part: `of ${string}`;
      /** True if the sentence asks for that feature and nothing else. */
      readonly isAlone?: true;
      /** True if the sentence asks for no jobs, even if that feature doesn't read it. */
      readonly isApart?: true;
    }
  /** "good", "fine": how backups may be, if it is asked. */
  | { readonly part: 'well' }
  | { readonly part: 'negation' }
  /** A word for a state that the API doesn't report, such as "stuck". */
  | { readonly part: 'noState' }
  | { readonly part: 'greeting' }
  | { readonly part: 'help' }
  | { readonly part: 'join' }
  /** Asks for a number of jobs. */
  | { readonly part: 'count' }
  /** Changes no question. */
  | { readonly part: 'harmless' };

/** Returns true for a phrase of a feature beside which nothing else is meant. */
export function isAlone(meaning: Meaning): boolean {
  return 'isAlone' in meaning;
}

/** Returns true for a phrase of a feature beside which no jobs are asked for. */
export function isApart(meaning: Meaning): boolean {
  return 'isApart' in meaning;
}

/** Phrases of one meaning. Among words that a typing error is equally near to, the first is taken. */
export interface Entry {
  readonly meaning: Meaning;
  /** Separated by commas. */
  readonly phrases: string;
  readonly examples?: readonly string[];
  /** Of a feature's phrases: true if misspelt words may be read as theirs. */
  readonly isMeantByTypos?: boolean;
  /** Typing errors of the first phrase that are too short to be corrected by their letters. */
  readonly typos?: string;
}

const type = (value: JobType, phrases: string): Entry => ({ meaning: { part: 'type', value }, phrases });
const state = (value: JobState, phrases: string, ...examples: string[]): Entry => ({
  meaning: { part: 'state', value },
  phrases,
  examples,
});
const service = (value: Service, phrases: string): Entry => ({
  meaning: { part: 'service', value },
  phrases,
});

/** The kinds of job. */
export const typeEntries: readonly Entry[] = [
  type(
    'backup',
    'backups, backup, back up, back ups, backs up, backed up, backing up, backuped, backedup, backup activity, backup activities, backup job activity',
  ),
  type(
    'restore',
    'restores, restore, restored, restoring, restoration, restorations, restore activity, restore activities, restore job activity',
  ),
  type('export', 'exports, export, exported, exporting'),
  type('delete', 'deletions, delete, deletes, deleted, deleting, deletion'),
  type('retention', 'retention, retentions, retain, retains, retained, retaining'),
];

const ends = [
  'finished',
  'finish',
  'finishes',
  'completed',
  'complete',
  'completes',
  'successful',
  'succeeded',
];
const halves = ['partial', 'partially', 'partly'];
const troubles =
  'exception exceptions warning warnings error errors issue issues problem problems failure failures'.split(
    ' ',
  );
const failing = 'failed, failing, fails, fail, failure, failures'.split(', ');

/** The states. The longest phrase wins, so "finished with exceptions" is not "finished". */
export const stateEntries: readonly Entry[] = [
  state(
    'failed',
    `${failing.join(', ')}, failed ones, failing ones, unsuccessful ones, unsuccessful, unsuccessfully, errors, error, errored, ${eachWith(
      ['failed to', 'fail to', 'fails to', 'failing to'],
      ['finish', 'complete', 'succeed', 'run', 'start'],
    )}, ${eachWith(['finished', 'completed', 'ended'], ['unsuccessfully', 'in failure', 'in error', 'in failures'])}, ${eachWith(['complete', 'total'], ['failure', 'fail'])}, not working, not work, not start, not starting, doesnt start, does not start, wont start, doesnt work, dont work, didnt work, crash, crashes, crashed, crashing, blew up, blow up, blown up, blows up, isnt working, arent working, hasnt worked, stopped working`,
    'did backups fail?',
  ),
  state(
    'inProgress',
    `
      running, in progress, inprogress, ongoing, active, still going, going on right now, going on now,
      runs right now, runs now, run right now, runs at the moment, runs currently, in flight, underway,
      under way, running ones, being restored, being exported, being deleted
    `,
    'Which restores are running?',
  ),
  state(
    'finished',
    `
      finished, finish, finishes, done, successful, successfully, success, successes, succeed,
      succeeds, succeeded, completed, complete, completes, ok, okay, finished ones, successful ones,
      completed ones, ${eachWith(
        ['end', 'ends', 'ended'],
        ['successfully', 'well', 'ok', 'okay', 'fine', 'cleanly'],
      )}
    `,
    'finished exports this week',
  ),
  state(
    'finishedWithException',
    `exceptions, exception, warnings, warning, ${eachWith(
      [...ends, 'done', 'end', 'ends', 'ended', 'ending'].map(end => `${end} with`),
      troubles,
    )}, with exceptions, with exception, with warnings, with warning, with an exception, with a warning`,
    'backups with exceptions yesterday',
  ),
  state(
    'partiallyFinished',
    `partial, partials, partial ones, partially, partly, ${eachWith(halves, [
      ...ends,
      ...failing,
      'success',
      'successes',
      'error',
      'errors',
    ])}, ${eachWith(['failed', 'failing', ...ends], halves)}`,
    'partial backups last week',
  ),
];

/** The services. Again the longest phrase wins: "teams chat" is not "teams". */
export const serviceEntries: readonly Entry[] = [
  service(
    'exchange',
    'exchange, exchange online, exo, mailboxes, mailbox, mail boxes, mail box, emails, email, e mails, e mail, mails, mail',
  ),
  service(
    'sharepoint',
    'sharepoint, sharepoint site, sharepoint sites, sharepoint online, share point, share point online, spo, sites, site',
  ),
  service(
    'onedrive',
    'onedrive, onedrives, odb, odfb, one drive, one drives, onedrive for business, one drive for business',
  ),
  service(
    'groups',
    `
      groups, group, group mailbox, group mailboxes, groups mailboxes, microsoft 365 groups,
      microsoft 365 group, m365 groups, m365 group, office 365 groups, office 365 group,
      o365 groups, o365 group
    `,
  ),
  service('project', 'project, project online'),
  service('publicFolder', 'public folders, public folder, public folder mailbox, public folder mailboxes'),
  service('teams', 'teams, microsoft teams, ms teams'),
  service('vivaEngage', 'viva engage, viva, yammer'),
  service('teamsChat', 'teams chats, teams chat, chats, chat, group chat, group chats'),
  service('powerBi', 'power bi, powerbi'),
  service('powerAutomate', 'power automate, powerautomate, flows'),
  service('powerApps', 'power apps, power app, powerapps, powerapp'),
];

/** Words and phrases besides the filters. */
export const otherEntries: readonly Entry[] = [
  { meaning: { part: 'jobs' }, phrases: 'jobs, job, job activity, job activities' },
  {
    meaning: { part: 'now' },
    phrases: 'now, presently, right now, rn, just now, currently, at the moment, at present, current',
  },
  {
    meaning: { part: 'problems' },
    phrases: `
        problems, problem, issues, issue, trouble, troubles, wrong, broke, break, went wrong,
        go wrong, gone wrong, going wrong, bad, hiccup, hiccups, glitch, glitches, hitch, hitches,
        snag, snags, mishap, mishaps
      `,
  },
  {
    meaning: { part: 'health' },
    phrases: `
        status, status report, status reports, status update, general status, health report,
        health, healthy, unhealthy, backup report, backups report, report on backups,
        report on the backup status, report on backup status, report on the status, protection status,
        protection state, backup condition, backups condition, look like, any news, news,
        backup state, backups state, state of, condition of, state of play, state of things,
        state of affairs, lay of the land, sitrep, sit rep, situation, big picture, where do we stand, where are we,
        overview, short overview, brief overview, summary, short summary, brief summary, summarise,
        summarize, quick snapshot, a snapshot, in a nutshell, rundown, run down,
        quick update, an update, recap, brief me,
        catch me up, fill me in, bring me up to speed, get me up to speed, up to speed,
        how are, how is, how did, how were, how was, how went, how the, how all, how our, how bad,
        how goes, how goes it, hows it going, how is it going, how did it go, how did it all go,
        ${eachWith(
          ['how is', 'how are'],
          [
            'everything going',
            'things going',
            'all going',
            'backups going',
            'the backups going',
            'our backups going',
          ],
        )},
        how are things, how are we doing, how are we looking, how are the, how did the,
        ${eachWith(
          ['how do', 'how does', 'how did'],
          [
            ...['we stand', 'it look', 'everything look', 'things look', 'things stand', 'all look'],
            ...['the backups look', 'our backups look', 'backups look', 'my backups look', 'all of it look'],
          ],
        )},
        going on, what happening, what is happening, whats happening, whats up, what is up, whats new,
        what is new, what new, anything new, did i miss anything, what did i miss,
        what have i missed, bad news, good news, bad news first, worst first, all quiet,
        data safe, safe, at risk, in trouble, bad shape, in bad shape, good shape, in good shape,
        looking good, red, red flags, red flag, broken, can i sleep
      `,
    examples: ['status', 'summary last week'],
  },
  {
    meaning: { part: 'coverage' },
    phrases: `
        coverage, covered, uncovered, protected, unprotected, not protected, no good backup,
        no good backups, no successful backup, no successful backups, no clean backup,
        no clean backups, without a successful backup, without a clean backup,
        without a good backup, without good backup, without good backups, without a backup,
        last good, last successful, last clean, last backup, last backups, latest backup,
        latest backups, latest good, latest successful, no backup, no backups, rpo, newest backup,
        newest backups, most recent backup, most recent backups, last known good, last ok,
        newest good, most recent good, last success, latest success, without backup,
        without backups, oldest last backup, rpo breach, rpo breached, rpo breaches, rpo violated,
        rpo violation, rpo violations, rpo met, rpo ok, rpo status, rpo report, rpo overview,
        over rpo, out of rpo, beyond rpo, coverage status, coverage report, coverage overview
      `,
    examples: ['coverage', 'what has no good backup in 24 hours?', 'unprotected services 12h'],
  },
  {
    meaning: { part: 'why' },
    phrases: `
        why, because, reason, reasons, cause, causes, caused, what caused, what causes, root cause,
        root causes, how come, errors by cause, by error, by errors, by error message, by cause,
        by reason, by root cause, most common errors, common errors, most common error, top errors,
        top error, most frequent errors, frequent errors, error details, error messages,
        error message, errors by frequency, errors by count, reasons by frequency, causes by frequency,
        error reasons, failure reasons, failure reason, what went wrong,
        what has gone wrong, what goes wrong, what is going wrong, whats going wrong, what is wrong,
        whats wrong, what wrong, explain, explanation, grouped by error, grouped by errors,
        grouped by error message, grouped by reason, grouped by cause, broken down by error,
        broken down by reason, whats behind, what is behind, which errors do we see most,
        which errors do we get most, which errors are most common, what errors do we see most,
        errors we see most, most frequent error, most seen errors, what is the problem with,
        whats the problem with, what the problem with, what are the problems with,
        what was the problem with, what were the problems with, what was the issue with,
        what is the issue with, whats the issue with, what was wrong with, what was the matter with,
        ${eachWith(
          ['what is', 'whats', 'what was', 'what'],
          ['the matter with', 'the issue with', 'the trouble with', 'causing', 'making', 'to blame for'],
        )},
        what behind, what lies behind, what made, what led to, due to what, what broke, because of what, all the causes,
        rca, root cause analysis
      `,
    examples: ['why did backups fail today?', 'why did exchange fail last week?'],
  },
  {
    meaning: { part: 'well' },
    phrases: `
        good, well, fine, alright, all right, in order, green, clean, cleanly, smooth, smoothly,
        flawless, flawlessly, perfectly, properly, correctly, as expected, as planned,
        according to plan, nominal, without a hitch, without incident, fixed, resolved, sorted out,
        back to normal, cleared up, healed, up and running, running ok, running okay, running fine,
        running well, running smoothly, run ok, run okay, run fine, ran ok, ran okay, ran fine,
        go ok, go okay, go fine, went ok, went okay, went fine, going ok, going okay, going fine,
        go well, went well
      `,
  },
  {
    meaning: { part: 'negation' },
    phrases: `
        not, no, non, none, nothing, never, neither, nor, nobody, without, except, excepting, excluding,
        exclude, excludes, excluded, excl, not one, not even one, not a single, with the exception of,
        with exception of, the exception of, with the exclusion of, leaving out, leave out, left out,
        not including, not counting, other than, apart from, aside from, besides, unlike, minus, zero,
        ignore, ignoring, hide, skip, omit, omitting, all but, everything but, anything but, but not,
        rather than, instead of, didnt, doesnt, dont, isnt, arent, wasnt, werent, hasnt, havent, hadnt,
        wont, cant, cannot, couldnt, wouldnt, shouldnt, aint, lack, lacking, lacks, missing, missed
      `,
  },
  {
    meaning: { part: 'noState' },
    phrases: `
        stuck, hung, hanging, frozen, stalled, queued, pending, skipped, cancelled, canceled,
        aborted, paused, stopped, overdue, delayed, timed out, still to go, still to run,
        yet to run, yet to start, not yet started, still waiting, waiting
      `,
  },
  {
    meaning: { part: 'count' },
    phrases:
      'how many, count, counts, count of, number of, numbers of, how much, how many times, how often did, how often has, how often have, tally, tallies, total number of, total, amount of, amounts of, quantity of, nr of, nr, num of, number, numbers, how many out of, how many out of all, sum of, the sum of',
  },
  {
    meaning: { part: 'greeting' },
    phrases: `
        hi, hello, hey, hiya, howdy, yo, thanks, thank you, thx, ty, cheers, good morning,
        good afternoon, good evening, good night, good day, welcome, bye, goodbye, great, cool,
        nice, perfect, super, awesome
      `,
  },
  {
    meaning: { part: 'help' },
    phrases:
      'help, commands, what can you do, what can i ask, what do you do, who are you, what are you, menu, usage, examples, example',
  },
  {
    meaning: { part: 'join' },
    phrases: 'and, or, plus, including, incl, as well as, along with, together with',
  },
  { meaning: { part: 'harmless' }, phrases: harmlessPhrases },
];

/** The language's own phrases, without those of features. */
export const baseEntries: readonly Entry[] = [
  ...typeEntries,
  ...stateEntries,
  ...serviceEntries,
  ...otherEntries,
];

/** A phrase by its words. */
export interface Phrase {
  readonly words: readonly string[];
  readonly meaning: Meaning;
}

/** Phrases and what they mean, by their words. */
export interface Lexicon {
  /** Returns the phrases that begin with a word, the longest first. */
  phrasesFrom(word: string): readonly Phrase[];
  /** Returns the meaning of a phrase that is one word. */
  meaningOf(word: string): Meaning | undefined;
  /** Returns true for a word that occurs in some phrase. */
  isVocabulary(word: string): boolean;
}

export function createLexicon(entries: readonly Entry[]): Lexicon {
  const byFirstWord = new Map<string, Phrase[]>();
  const singleWords = new Set<string>();
  for (const { phrases, meaning } of entries) {
    for (const phrase of phrasesIn(phrases)) {
      // The words as the tokeniser splits them: "m365" is a word and a number.
      const words = phrase.match(/\d+|\p{L}+/gu) ?? [];
      const first = words[0];
      if (first === undefined) continue;
      for (const word of words) singleWords.add(word);
      const known = byFirstWord.get(first) ?? [];
      known.push({ words, meaning });
      byFirstWord.set(first, known);
    }
  }
  for (const known of byFirstWord.values()) known.sort((a, b) => b.words.length - a.words.length);
  return {
    phrasesFrom: word => byFirstWord.get(word) ?? [],
    meaningOf: word => byFirstWord.get(word)?.find(phrase => phrase.words.length === 1)?.meaning,
    isVocabulary: word => singleWords.has(word),
  };
}

/** The lexicon of the language's own phrases. */
export const baseLexicon = createLexicon(baseEntries);
export const { phrasesFrom, meaningOf } = baseLexicon;
