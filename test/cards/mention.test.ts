import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { mentionOf, personName } from '../../src/cards/mention.ts';
import { createIncidentRenderer } from '../../src/features/incidents/card/renderer.ts';
import { objectsIn } from './elements.ts';
import { cardMessage, fault, hostilePerson } from './fault-models.ts';

/** Names made of what could be read as more than a name. */
const names = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<at>',
        '</at>',
        '<',
        '>',
        '&lt;at&gt;',
        '&#60;',
        '**',
        '_',
        '[x](https://evil.example)',
        '`',
        '\\',
        '# ',
        '\r\n',
        '\n\n',
        '\u0000',
        '\u200b',
        '\u202e',
        '\u3164',
        '\u2800',
        '\u0338',
        '\ufe0f',
        '{{DATE()}}',
        '\ud83d',
        '漢',
        'Kim',
        "O'Brien-Smith (Ext.)",
        ' ',
      ),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map(parts => parts.join(''));

const markdown = new MarkdownIt();
const occurrences = (text: string, part: string) => text.split(part).length - 1;

describe('mention', () => {
  it('a mention has a text and an entity of the same letters, whatever the name is', () => {
    fc.assert(
      fc.property(names, name => {
        const { text, entity } = mentionOf({ id: '29:kim', name });
        assert.equal(text, entity.text);
        assert.equal(text, `<at>${entity.mentioned.name}</at>`);
        assert.equal(entity.mentioned.id, '29:kim');
        assert.equal(
          text.normalize('NFC').replace(/^<at>|<\/at>$/g, ''),
          entity.mentioned.name.normalize('NFC'),
        );
      }),
    );
  });

  it('a mention’s name has nothing in it that a client would interpret, and is never empty', () => {
    fc.assert(
      fc.property(names, name => {
        const shown = personName({ name });
        assert.doesNotMatch(shown, /[<>&*_~`[\]{}#|\\/!^=\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/u);
        assert.doesNotMatch(shown, /\p{Default_Ignorable_Code_Point}|\u2800/u);
        // As a TextBlock is read; quotation marks are all that is written otherwise in HTML.
        const html = markdown.renderInline(`On duty: ${shown}.`);
        assert.equal(html.replaceAll('&quot;', '"'), `On duty: ${shown}.`);
        assert.doesNotMatch(shown, /^[\s\p{M}]|\s$|\s\s/u);
        assert.ok(shown.length > 0 && shown.length <= 64);
      }),
    );
    for (const nobody of ['', ' ', '\u200b\u3164', '<>', '**', '\u0338'])
      assert.equal(personName({ name: nobody }), 'somebody');
  });

  it('a mention leaves ordinary names as they are', () => {
    for (const name of [
      'Kim',
      "Siobhán O'Brien-Smith (Contoso)",
      'Zoë Müller, MD',
      '山田 太郎',
      'Nguyễn Văn A.',
    ])
      assert.equal(personName({ name }), name);
  });

  it('a mention leaves out whole terminal colour codes in a name', () => {
    assert.equal(personName({ name: '\u001b[1;31mKim\u001b[0m' }), 'Kim');
  });

  it('a mention is in the sent message exactly once, beside no other', () => {
    const render = createIncidentRenderer();
    fc.assert(
      fc.property(names, name => {
        const who = { id: '29:who', name };
        const call = { who, fallback: who, at: 0, escalateAt: 1, isEscalated: false };
        const common = { incident: fault({ call }), isAgain: true, composedAt: cardMessage().composedAt };
        for (const kind of ['escalation', 'allClear'] as const) {
          const wording = render({ ...common, kind, who });
          assert.ok(wording.kind === 'text');
          const [mention, ...others] = wording.mentions;
          assert.ok(mention);
          assert.deepEqual(others, []);
          assert.equal(occurrences(wording.text, mention.text), 1);
          assert.equal(occurrences(wording.text, '<at>'), 1);
        }
        const wording = render(cardMessage({ call, snoozed: { by: who, at: 0, until: 1e13 } }));
        assert.ok(wording.kind === 'card');
        const blocks = objectsIn(wording.card.body).flatMap(({ type, text }) =>
          type === 'TextBlock' ? [text] : [],
        );
        assert.equal(occurrences(blocks.join('\n'), mentionOf(who).text), 1);
        assert.equal(occurrences(blocks.join('\n'), '<at>'), 1);
        assert.deepEqual(wording.card.msteams, { width: 'Full', entities: [mentionOf(who).entity] });
      }),
    );
  });

  it('a mention becomes the plain name if a person has taken the incident already', () => {
    const by = { by: hostilePerson, at: 1 };
    for (const changes of [{ acknowledged: by }, { assigned: by }, { overAt: 2, closed: by }]) {
      const wording = createIncidentRenderer()(cardMessage(changes));
      assert.ok(wording.kind === 'card');
      assert.doesNotMatch(JSON.stringify(wording.card), /<at>|entities/);
    }
  });
});
