import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { root } from '../../scripts/root.ts';
import type { HelpTopic } from '../../src/domain/reading.ts';
import { berlin, unanswered } from '../language/support.ts';
import { helpFor } from '../support/help.ts';
import { interpret } from '../support/interpret.ts';

const readme = new URL('README.md', root);
/** Examples of a topic that the table shows. */
const mostExamples = 5;
const topics = helpFor('admin');

/** Matches the table between its two comments. */
const place = /(<!-- From the features' help topics[^\n]*-->\n)[\s\S]*?(<!-- -->)/;

function rowOf({ title, examples, gives = '' }: HelpTopic): string {
  const shown = examples.slice(0, mostExamples).map(example => `\`${example}\``);
  return `| ${title} | ${shown.join(', ')} | ${gives} |`;
}

const table = ['| about | you type | you get |', '| ----- | -------- | ------- |', ...topics.map(rowOf)];

describe('README', () => {
  it('README’s table of what can be asked is made from the help topics of all features (UPDATE_README=1 rewrites it)', () => {
    const text = readFileSync(readme, 'utf8');
    assert.match(text, place);
    const wanted = text.replace(
      place,
      (_, start: string, end: string) => `${start}\n${table.join('\n')}\n\n${end}`,
    );
    if (process.env.UPDATE_README) writeFileSync(readme, wanted);
    else assert.equal(text, wanted);
  });

  it('everything that README says can be asked is understood', () => {
    for (const { examples } of topics)
      for (const example of examples) {
        assert.equal(unanswered(interpret(example, berlin)), undefined, example);
        assert.ok(!/[|`]/.test(example), example);
      }
  });

  it('every help topic says what its answer has', () => {
    assert.deepEqual(
      topics.filter(({ gives = '' }) => gives === '').map(({ title }) => title),
      [],
    );
  });
});
