import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { jobMessage } from '../../../src/features/job/text.ts';
import { british, hostileTexts, job, jobAnswer, jobSearch } from '../../cards/models.ts';

/** CommonMark with tables, strikethrough and, if `linkify`, links of bare addresses; HTML counts as markup. */
const markdown = (linkify: boolean) => new MarkdownIt({ html: true, linkify });
const readers = [markdown(false), markdown(true)];
// Teams and others link names of hosts and mailboxes in any plain text as well.
for (const reader of readers) reader.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

const messageWith = (text: string) =>
  jobMessage(
    jobAnswer({
      job: job({
        id: `id ${text}`,
        state: undefined,
        stateText: text,
        errors: [{ message: text, helpUrl: undefined, count: 3 }],
      }),
    }),
    british,
  ) ?? '';

/** Asserts that Markdown reads a message as paragraphs of the same text. */
function assertReadsAlike(message: string): void {
  for (const reader of readers) {
    const tokens = reader.parse(message, {});
    const blocks = tokens.map(({ type }) => type).filter(type => !/^paragraph_(?:open|close)$/.test(type));
    assert.ok(
      blocks.every(type => type === 'inline'),
      `${blocks} in ${message}`,
    );
    const inlines = tokens.flatMap(({ children }) => children ?? []);
    assert.deepEqual([...new Set(inlines.map(({ type }) => type))], ['text'], message);
    const read = tokens.filter(({ type }) => type === 'inline');
    assert.equal(
      read.map(({ children }) => children?.map(one => one.content).join('')).join('\n\n'),
      message,
    );
  }
}

describe('a job as text', () => {
  it('a job as text has its state, when it ran, its counts and ten errors, each in a paragraph', () => {
    const errors = Array.from({ length: 12 }, (_, index) => ({
      message: `error ${index}`,
      helpUrl: 'https://evil.example/',
      count: 2,
    }));
    const lines = jobMessage(jobAnswer({ job: job({ errors }) }), british)?.split('\n\n') ?? [];
    assert.deepEqual(lines.slice(0, 4), [
      `Exchange Online backup ${job().id}: Failed`,
      'Mon 23 Nov, 12:05–12:52 (Europe/Berlin) · 47 min 12 s',
      '214 of 1,230 objects failed · 1,016 succeeded',
      'Error: error 0 (×2)',
    ]);
    assert.equal(lines.length, 3 + 10 + 1);
    assert.equal(lines.at(-1), 'And 2 more errors');
  });

  it('a job as text names its zone, since others read it', () => {
    const answer = jobAnswer({ place: { search: { ...jobSearch, zone: 'Etc/GMT-3' } } });
    assert.match(String(jobMessage(answer, { ...british, ownZone: 'Etc/GMT-3' })), /\(UTC\+3\)/);
  });

  it('a job as text says that AvePoint gave no reason for a failure without errors', () => {
    assert.match(
      String(jobMessage(jobAnswer({ job: job({ errors: [] }) }), british)),
      /AvePoint gave no reason\. Look in the AvePoint portal\./,
    );
  });

  const markup = [
    ...hostileTexts,
    '# heading',
    '- item\n- item',
    '1. item',
    '> quote',
    '    code',
    '```js\ncode\n```',
    '`code` ``co`de``',
    '*a* **b** ***c*** a*b*c',
    '_a_ __init__ __b__ (_c_) snake_case _',
    '~~gone~~ ~one~',
    '[a](https://evil.example) [b][c] ![d](e) [x] <https://evil.example>',
    'https://evil.example/a_b_c ftp://evil.example //evil.example mailto:',
    '<b>bold</b> <at>Everyone</at> <!-- note -->',
    '&lt;b&gt; &copy; &#35; AT&T a & b',
    'C:\\Users\\kim \\* \\_ \\\\server\\share \\',
    'a | b\n--|--\n1 | 2',
    'title\n=====\ntitle\n-----',
    '---',
    '***',
    '+ item',
    '[a]: https://evil.example',
  ];
  for (const text of markup)
    it(`a job as text reads the same as Markdown with ${JSON.stringify(text)} in its data`, () =>
      assertReadsAlike(messageWith(text)));

  it('a job as text reads the same as Markdown, whatever its data are', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[-a1 *_`~#()[\]<>!+|\\&;:/.=\n]{1,40}$/), text =>
        assertReadsAlike(messageWith(text)),
      ),
      { numRuns: 500 },
    );
  });

  it('a job as text keeps ids, paths and words that are no markup', () => {
    const text = 'snake_case C:\\Users\\kim AT&T a-b (1) #3 50%';
    assert.ok(messageWith(text).includes(`Error: ${text} (×3)`));
  });
});
