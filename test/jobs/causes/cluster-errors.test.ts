import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Job, JobError } from '../../../src/domain/job.ts';
import { type BadJob, clusterErrors } from '../../../src/jobs/causes/cluster-errors.ts';
import { foldMessage } from '../../../src/jobs/causes/fold-message.ts';
import { aJob } from '../../support/fakes.ts';
import { families, type Parts } from './families.ts';

const error = (message: string, count: number | undefined = 1, helpUrl?: string): JobError => ({
  message,
  count,
  helpUrl,
});
const bad = (id: string, errors: JobError[], service: BadJob['service'] = 'exchange'): BadJob => ({
  job: aJob({ id, errors }) as Job,
  service,
});

/** A generator of small pseudo-random numbers, the same for the same seed. */
function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const hostileNames = [
  '"Contoso Backup"',
  '“Finance – Q3”',
  "'__proto__'",
  '"constructor"',
  '"…"',
  `"${'x'.repeat(190)}"`,
  "'R&D <b>bold</b> [a](b)'",
  '"名前 🙂"',
  '«Données»',
];

function partsFrom(below: (limit: number) => number): Parts {
  const hex = (length: number) => Array.from({ length }, () => below(16).toString(16)).join('');
  const pick = (list: readonly string[]) => list[below(list.length)] ?? '';
  const number = () => below(90_000) + 10;
  const digits = (length: number) => Array.from({ length }, () => below(10)).join('');
  return {
    number,
    id: () =>
      pick([
        `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`,
        `IB${20261124092255 + below(9)}${digits(6)}`,
        `7${hex(30)}`,
        digits(1 + below(1900)),
      ]),
    address: () =>
      `${pick(['amara.okafor', 'li.wei', 'j_svensson+x'])}${below(99)}@${pick(['contoso.com', 'a.b.example'])}`,
    name: () => pick(hostileNames),
    site: () =>
      `https://contoso.sharepoint.com/${pick(['sites', 'teams'])}/${pick(['HR-Payroll', 'Plant%207'])}${number()}`,
    time: () => pick(['14:39:48Z', '2026-11-24T09:22:55.123Z', '24/11/2026', '2026-11-24']),
    path: () => pick(['\\\\server\\share\\a.docx', 'C:\\data\\b.xlsx', '/sites/x/Shared/c.pdf']),
  };
}

describe('folded messages', () => {
  it('messages fold into one text for each reason, ten thousand of them into as many as there are reasons', () => {
    const below = seeded(7);
    const texts = families.map(() => new Set<string>());
    for (let index = 0; index < 10_000; index += 1) {
      const family = index % families.length;
      texts[family]?.add(foldMessage(families[family]?.(partsFrom(below)) ?? ''));
    }
    for (const [index, made] of texts.entries())
      assert.equal(made.size, 1, [...made].slice(0, 3).join('\n') + index);
    assert.equal(new Set(texts.flatMap(made => [...made])).size, families.length);
  });

  it('a folded message has at most 2,000 characters, even if characters expand, and stays so if it’s folded again', () => {
    const folded = foldMessage('\ufdfa '.repeat(1_000));
    assert.ok(folded.length <= 2_000, String(folded.length));
    assert.equal(foldMessage(folded), folded);
  });

  it('a folded message doesn’t change if it’s folded again', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 3000 }), fc.string({ maxLength: 300 })),
        text => {
          const once = foldMessage(text);
          assert.equal(foldMessage(once), once);
        },
      ),
      { numRuns: 500 },
    );
    const below = seeded(11);
    for (const family of families) {
      const once = foldMessage(family(partsFrom(below)));
      assert.equal(foldMessage(once), once);
    }
  });

  it('a folded message keeps what distinguishes reasons', () => {
    const kept: [message: string, folded: string][] = [
      ['error 403, request 4123', 'error 403, request …'],
      ['AADSTS50034 for amara@contoso.com', 'AADSTS50034 for …'],
      ['HTTP/1.1 503 after 12 s', 'HTTP/… 503 after … s'],
      ['hresult: 0x80070005', 'hresult: 0x80070005'],
      ["can't open 'a b' at 12:05; don't retry", "can't open … at …; don't retry"],
      ['Office 365 and M365', 'Office 365 and M365'],
    ];
    for (const [message, folded] of kept) assert.equal(foldMessage(message), folded);
  });

  it('a folded message keeps an HTTP status in brackets, and no other number there', () => {
    const kept: [message: string, folded: string][] = [
      ['Access to amara@contoso.com denied (403)', 'Access to … denied (403)'],
      ['Access to li@contoso.com denied (429)', 'Access to … denied (429)'],
      ['Request failed (503 Service Unavailable)', 'Request failed (503 Service Unavailable)'],
      ['Request failed (200)', 'Request failed (…)'],
      ['Request failed (4031)', 'Request failed (…)'],
      ['Request failed, 403)', 'Request failed, …)'],
    ];
    for (const [message, folded] of kept) assert.equal(foldMessage(message), folded);
  });

  it('a folded message is never cut within a character', () => {
    assert.doesNotMatch(foldMessage(`${'a b '.repeat(499)}abc🙂tail`), /\p{Cs}/u);
  });
});

describe('the reasons of errors', () => {
  it('reasons have their errors, jobs and services, those of the most jobs and then errors first', () => {
    const { causes, total, withoutErrors } = clusterErrors([
      bad(
        'A',
        [error('Access denied to https://a.example/1', 200), error('Timed out after 5 s', 4)],
        'sharepoint',
      ),
      bad('B', [error('Access denied to https://a.example/2', 14)], 'sharepoint'),
      bad('C', [error('Timed out after 77 s', 12)], 'teams'),
      bad('D', []),
    ]);
    assert.deepEqual(
      causes.map(({ text, errors, jobs, services }) => [text, errors.value, jobs.length, services]),
      [
        ['Access denied to …', 214, 2, ['sharepoint']],
        ['Timed out after … s', 16, 2, ['sharepoint', 'teams']],
      ],
    );
    assert.deepEqual(total, { value: 230, atLeast: false });
    assert.deepEqual(
      withoutErrors.map(({ job }) => job.id),
      ['D'],
    );
  });

  it('reasons are sorted by failed jobs, then by other jobs, then by errors, then by their text', () => {
    const states = fc.constantFrom(
      'failed' as const,
      'partiallyFinished' as const,
      'finishedWithException' as const,
    );
    const reasons = fc.subarray(['disk full', 'locked', 'denied', 'throttled', 'gone'], { minLength: 1 });
    const jobs = fc.array(fc.record({ state: states, reasons, count: fc.integer({ min: 1, max: 1000 }) }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(jobs, made => {
        const all = made.map(
          ({ state, reasons, count }, index): BadJob => ({
            job: aJob({ id: `FB${index}`, state, errors: reasons.map(reason => error(reason, count)) }),
            service: 'exchange',
          }),
        );
        const { causes } = clusterErrors(all);
        const keys = causes.map(({ text, errors }) => {
          const those = made.filter(({ reasons }) => reasons.includes(text));
          const failed = those.filter(({ state }) => state === 'failed').length;
          return [-failed, -those.length, -errors.value, text] as const;
        });
        assert.deepEqual(
          causes.map(({ failed }) => -failed),
          keys.map(([failed]) => failed),
        );
        for (const [index, key] of keys.entries()) {
          const next = keys[index + 1];
          const at = next ? key.findIndex((value, place) => value !== next[place]) : -1;
          if (next) assert.ok((key[at] ?? 0) < (next[at] ?? 0), JSON.stringify([key, next]));
        }
      }),
    );
  });

  it('an error without a count counts as at least one', () => {
    const { causes, total } = clusterErrors([
      bad('A', [{ ...error('x'), count: undefined }, error('y', -5)]),
    ]);
    assert.deepEqual(total, { value: 2, atLeast: true });
    assert.deepEqual(
      causes.map(({ text, errors }) => [text, errors.atLeast]),
      [
        ['x', true],
        ['y', false],
      ],
    );
  });

  it('errors have separate reasons if their HTTP statuses in brackets differ', () => {
    const { causes } = clusterErrors([
      bad('A', [error('denied (403)', 3), error('denied (429)', 2)]),
      bad('B', [error('denied (403)')]),
    ]);
    assert.deepEqual(
      causes.map(({ text, errors, jobs }) => [text, errors.value, jobs.length]),
      [
        ['denied (403)', 4, 2],
        ['denied (429)', 2, 1],
      ],
    );
  });

  it('reasons don’t depend on the case of letters', () => {
    const { causes } = clusterErrors([bad('A', [error('Access Denied'), error('access denied')])]);
    assert.deepEqual(
      causes.map(({ text, errors }) => [text, errors.value]),
      [['Access Denied', 2]],
    );
  });

  it('a reason has the help page of most of its errors', () => {
    const [cause] = clusterErrors([
      bad('A', [error('x', 1, 'https://a.example/'), error('x', 5, 'https://b.example/'), error('x', 2)]),
    ]).causes;
    assert.equal(cause?.helpUrl, 'https://b.example/');
  });

  it('reasons don’t depend on the order of the jobs', () => {
    const below = seeded(3);
    const jobs = Array.from({ length: 60 }, (_, index) =>
      bad(`FB${index}`, [error(families[index % 7]?.(partsFrom(below)) ?? '', below(9) + 1)]),
    );
    const shape = (list: BadJob[]) =>
      clusterErrors(list).causes.map(({ text, errors, jobs }) => [
        text.toLowerCase(),
        errors,
        jobs.map(({ job }) => job.id),
      ]);
    assert.deepEqual(shape([...jobs].reverse()), shape(jobs));
  });

  it('there are at most fifty reasons; the others are counted', () => {
    const words = Array.from({ length: 80 }, (_, index) =>
      String.fromCharCode(97 + (index % 26)).repeat(1 + ((index / 26) | 0)),
    );
    const { causes, leftOut, total } = clusterErrors([
      bad(
        'A',
        words.map(word => error(`cause ${word}`)),
      ),
    ]);
    assert.deepEqual([causes.length, leftOut, total.value], [50, 30, 80]);
  });

  it('a reason has the message of its latest job, and whether other messages differ from it', () => {
    const failed = (startedAt: number, message: string): BadJob => ({
      service: 'exchange',
      job: aJob({ id: `FB${startedAt}`, startedAt, errors: [{ message, helpUrl: undefined, count: 1 }] }),
    });
    const [varied, same] = clusterErrors([
      failed(1, 'Mailbox "a" is full'),
      failed(3, 'Mailbox "c" is full'),
      failed(2, 'Mailbox "b" is full'),
      failed(5, 'Disk 5 is full'),
    ]).causes;
    assert.deepEqual([varied?.example, varied?.isVaried], ['Mailbox "c" is full', true]);
    assert.deepEqual([same?.example, same?.isVaried], ['Disk 5 is full', false]);
  });
});
