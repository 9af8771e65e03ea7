import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import type { EpochMs } from '../../src/domain/time.ts';
import { openAzureTablesStore } from '../../src/store/azure-tables-store.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import type { WholeStore } from '../../src/store/whole-store.ts';
import { startAzurite } from '../support/azurite.ts';
import { hour } from '../support/fakes.ts';
import { type PassedYear, passYear } from './year-drive.ts';
import {
  countingIn,
  digestsIn,
  failuresOf,
  faultsToldIn,
  headlineOf,
  inRows,
  mayBeSilent,
  nameOf,
  owedBy,
  runsToldIn,
  type ToldDigest,
  toldEnds,
  untoldInWords,
  wordsOf,
} from './year-oracle.ts';
import {
  at,
  day,
  downs,
  few,
  isSilent,
  kim,
  lee,
  mail,
  many,
  minute,
  ops,
  setAt,
  storeOutages,
  throttled,
  type YearSettings,
  year,
  zone,
} from './year-plan.ts';

interface Home {
  readonly name: string;
  readonly settings: YearSettings;
  readonly until: EpochMs;
  /** How long only AvePoint is read while nothing is due. */
  readonly restMs: number;
  open(): Promise<{ readonly store: WholeStore; close(): void }>;
}

const homes: readonly Home[] = [
  {
    name: 'a year on SQLite',
    settings: many,
    until: year.to,
    restMs: 6 * hour,
    async open() {
      const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-year-'));
      const close = () => rmSync(dataDir, { recursive: true });
      return { store: openSqliteStore({ dataDir }), close };
    },
  },
  {
    name: 'the first half of it on Azure Tables, both changes of the clocks among it, with fewer of them',
    settings: few,
    until: at('2027-04-05T12:00'),
    restMs: day,
    async open() {
      const azurite = await startAzurite();
      const store = await openAzureTablesStore({ storeUrl: azurite.connectionString });
      return { store, close: azurite.stop };
    },
  },
];

const iso = (moment: EpochMs) => new Date(moment).toISOString();
const dateOf = (moment: EpochMs) =>
  Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone).toPlainDate().toString();
const titleOf = ({ place, said }: ToldDigest) => `${place} ${JSON.stringify(said[0]?.digest.wish?.when)}`;

for (const { name, settings, until, restMs, open } of homes) {
  describe(`digests and watches: ${name}`, function () {
    this.timeout(300_000);
    let passed: PassedYear;
    let told: readonly ToldDigest[];
    let home: Awaited<ReturnType<Home['open']>>;

    before(async () => {
      home = await open();
      passed = await passYear(home.store, settings, { until, restMs });
      told = digestsIn(passed.bot.said);
    });
    after(async () => {
      await home.store.close();
      home.close();
    });

    it('each bad end is in exactly one digest of each subscription that covers it', () => {
      assert.equal(told.length, settings.digests.length);
      for (const one of told) {
        const ends = toldEnds(countingIn(one));
        const owed = owedBy(one, passed.runs, setAt);
        assert.ok(owed.length > 50, titleOf(one));
        for (const end of owed) {
          const count = ends.get(nameOf(end)) ?? 0;
          const isRight = count === 1 || (count === 0 && !end.isLast);
          assert.ok(isRight, `${nameOf(end)} is in ${count} digests of ${titleOf(one)}`);
        }
      }
    });

    it('no digest reports an end that didn’t happen', () => {
      const known = new Set(
        passed.runs.flatMap(({ id, ends }) => ends.map(({ state }) => nameOf({ id, state }))),
      );
      for (const one of told) for (const end of toldEnds(one.said).keys()) assert.ok(known.has(end), end);
    });

    it('digests report bad ends in the words of the card', () => {
      for (const one of told.flatMap(({ said }) => said))
        assert.deepEqual(untoldInWords(one), [], iso(one.at));
    });

    it('each failed run of a watched service is in exactly one incident, as its watch says', () => {
      const { said } = passed.bot;
      const services = ['sharepoint', 'onedrive'] as const;
      const covered = { from: setAt + day, until };
      const all = failuresOf(passed.runs, { services: [], isPartialIncluded: false }, covered);
      const exchange = failuresOf(passed.runs, { services: ['exchange'], isPartialIncluded: false }, covered);
      const partial = failuresOf(passed.runs, { services, isPartialIncluded: true }, covered);
      const loud = partial.filter(run => !mayBeSilent(run, passed.runs, zone));
      assert.ok(loud.length < partial.length && loud.length > partial.length * 0.5);
      for (const [place, failures] of [
        [ops, all],
        [mail, inRows(exchange, passed.runs)],
        [lee, loud],
      ] as const) {
        if (!settings.watches.some(([{ id }]) => id === place.id)) continue;
        const counts = runsToldIn(said, place.id, failures);
        assert.ok(failures.length > 5, place.id);
        for (const { id } of failures) assert.equal(counts.get(id), 1, `${id} in ${place.id}`);
        for (const [id, count] of counts) assert.equal(count, 1, `${id} in ${place.id}`);
      }
    });

    it('no setting of a user is lost', () => {
      const [before, after] = passed.set;
      assert.deepEqual(after, before);
      assert.deepEqual(passed.bot.putAway, []);
    });

    it('each time without data is shown in each digest and in each watched conversation', () => {
      for (const { from, to } of downs.filter(one => one.to < until)) {
        for (const one of told) {
          const says = one.said.filter(({ digest: { report }, wording }) => {
            const isTold = report?.pauses.some(pause => pause.from <= from && pause.to >= to);
            return isTold && /AvePoint couldn’t be read from/.test(wordsOf(wording));
          });
          assert.ok(says.length > 0, `${iso(from)} in ${titleOf(one)}`);
        }
        for (const [{ id }] of settings.watches) {
          const gaps = faultsToldIn(passed.bot.said, id).filter(
            ({ about }) => about.kind === 'blind' && about.since <= from && Number(about.seenAgainAt) >= to,
          );
          assert.equal(gaps.length, 1, `${iso(from)} in ${id}`);
        }
      }
    });

    it('digests leave no time out without saying so', () => {
      for (const one of told.filter(({ onlyProblems }) => !onlyProblems)) {
        const due = one.said.filter(({ digest }) => digest.occasion === 'due');
        assert.equal(new Set(due.map(({ digest }) => digest.span.to)).size, due.length, 'none is said twice');
        due.slice(1).forEach(({ digest: { gap, span }, wording }, index) => {
          const before = due[index]?.digest.span.to;
          const title = `${titleOf(one)} ${iso(span.to)}`;
          assert.deepEqual(gap, span.from === before ? undefined : { from: before, to: span.from }, title);
          assert.equal(/No digest covers/.test(wordsOf(wording)), gap !== undefined, title);
        });
      }
      const gaps = told.flatMap(({ said }) => said).filter(({ digest }) => digest.gap);
      assert.ok(gaps.length >= 3, 'a stop of 40 days leaves a gap');
    });

    it('digests are sent once on each day on which the bot ran, through both changes of the clocks', () => {
      const daily = told.filter(
        ({ said, onlyProblems }) => said[0]?.digest.wish?.when.days.length === 7 && !onlyProblems,
      );
      assert.ok(daily.length >= 2);
      for (const one of daily) {
        const due = one.said.filter(({ digest }) => digest.occasion === 'due');
        const said = due.map(({ digest }) => dateOf(digest.span.to));
        const missed = due.reduce((sum, { digest }) => sum + digest.missed, 0);
        const [first, last] = [
          Temporal.PlainDate.from(said[0] ?? ''),
          Temporal.PlainDate.from(said.at(-1) ?? ''),
        ];
        assert.equal(said.length + missed, first.until(last).days + 1, titleOf(one));
        assert.equal(new Set(said).size, said.length);
        assert.ok(Number(due.at(-1)?.at) > until - 2 * day);
      }
    });

    it('digests aren’t green if something is unknown, or if there is a gap', () => {
      for (const { digest, wording, at: saidAt } of told.flatMap(({ said }) => said)) {
        const isGreen = /✓/.test(headlineOf(wording));
        const { report, gap } = digest;
        if (isGreen) assert.equal(report?.verdict, 'good', iso(saidAt));
        if (isGreen)
          assert.deepEqual([gap, report?.causes?.bad.length ?? 0, isSilent(saidAt)], [undefined, 0, false]);
      }
    });

    it('messages wait as long as Teams asks for, and are sent once the store works again', () => {
      const kimAt = (due: EpochMs) =>
        told
          .filter(({ place }) => place === kim.id)
          .flatMap(({ said }) => said)
          .filter(({ digest }) => digest.span.to === due)
          .map(one => one.at);
      const [throttledAt] = kimAt(throttled.from);
      assert.ok(throttledAt && throttledAt >= throttled.to && throttledAt < throttled.to + 2 * minute);
      const [outage] = storeOutages;
      const [afterOutage] = kimAt(at('2026-11-05T08:00'));
      assert.ok(outage && afterOutage && afterOutage >= outage.to && afterOutage < outage.to + 2 * minute);
      assert.equal(kimAt(at('2026-11-17T08:00')).length, 1, 'said once, though that could not be recorded');
    });

    it('every failure of the plan occurred', () => {
      const statuses = passed.bot.log.lines
        .filter(({ message }) => message === 'message not delivered')
        .map(({ fields }) => fields.statusCode);
      const count = (status: number) => statuses.filter(one => one === status).length;
      assert.equal(count(403), 1);
      assert.ok(count(404) > 20 && count(429) >= 1);
      const messages = passed.bot.log.lines.map(({ message }) => message);
      assert.ok(messages.includes('AvePoint was not read for a while; reading what was missed'));
      assert.ok(messages.includes('poll failed, retrying'));
    });
  });
}
