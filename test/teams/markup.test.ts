import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readMarkup } from '../../src/teams/markup.ts';

/** The words, folded; mentions stand in brackets. */
function read(source: string, isHtml: boolean): string {
  return readMarkup(source, { isHtml })
    .pieces.map(({ kind, text }) => (kind === 'mention' ? `[${text}]` : text))
    .join('')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

const plain = (source: string) => read(source, false);
const html = (source: string) => read(source, true);

describe('mark-up of a message', () => {
  it('mark-up is left out of a text, and words beside block elements stay apart', () => {
    for (const [source, words] of [
      ['<p>failed</p><p>jobs</p>', 'failed jobs'],
      ['<div>failed<br>jobs<br/>today</div>', 'failed jobs today'],
      ['<ul><li>Exchange</li><li>Teams</li></ul>', 'Exchange Teams'],
      ['<table><tr><td>a</td><td>b</td></tr></table>', 'a b'],
      ['<b>fai</b>led <i>jobs</i> <code>today</code>', 'failed jobs today'],
      ['<span style="color: red">failed</span>', 'failed'],
      ['see <a href="https://x.example/?a=1&b=2" title="a > b">the list</a>', 'see the list'],
      ['failed<img src="x" alt="image">jobs', 'failed jobs'],
      ['status <emoji id="like" alt="👍" title="Like"></emoji>', 'status'],
      ['status <img itemscope itemtype="http://schema.skype.com/Emoji" alt="👍">', 'status'],
      ['<quoted messageId="1772050244572"/> why', 'why'],
      ['<quoted messageId="one"/>\n<quoted messageId="two"/>\nwhy', 'why'],
      ['status <attachment id="8f-2"></attachment>', 'status'],
      ['<P>Failed<BR>jobs</P>', 'Failed jobs'],
    ] as const) {
      assert.equal(plain(source), words, source);
      assert.equal(html(source), words, source);
    }
  });

  it('entities are decoded once, named and numbered, and only with their semicolon', () => {
    for (const [source, words] of [
      ['a&nbsp;b&#160;c&#xA0;d', 'a b c d'],
      ['it&#x27;s &#39;here&#39; &apos;now&apos;', "it's 'here' 'now'"],
      ['M&uuml;ller &amp; S&oslash;n &lt;x&gt; &quot;y&quot;', 'Müller & Søn <x> "y"'],
      ['&amp;lt;', '&lt;'],
      ['R&D, AT&T, a&lt b, &nosuch; &#xD800; &', 'R&D, AT&T, a&lt b, &nosuch; \ufffd &'],
      ['&copy&reg&not', '&copy&reg&not'],
      ['&NotEqualTilde;x', '≂̸x'],
    ] as const) {
      assert.equal(plain(source), words, source);
      assert.equal(html(source), words, source);
    }
  });

  it('mark-up typed as text stays text', () => {
    for (const typed of [
      'errors < 5 & > 2',
      'a<b',
      'a<b and c>d',
      'jobs <5',
      'is x<p and p>2',
      'is <b 5',
      '<job> failed',
      'why </job>?',
      '</> and <>',
      '<!-- not --> failed',
      'failed <! not > today',
      '<?not?> failed',
      '<![CDATA[failed]]>',
      '<script>failed</script>',
      '<title>failed</title> <textarea>jobs</textarea>',
      '2 <a=3 and 4> 1',
      'x <a href="https://x',
      '<p',
      '</p',
    ])
      assert.equal(plain(typed), typed);
  });

  it('mark-up marks mentions, with attributes too and in either of the forms that Teams has', () => {
    for (const [source, words] of [
      ['<at>Backup Watch</at> status', '[Backup Watch] status'],
      ['<at id="0">Kim</at>, <at itemid="2">R&amp;D &lt;Lab&gt;</at>', '[Kim], [R&D <Lab>]'],
      ['<p><at><b>Kim</b></at></p>', '[Kim]'],
      [
        '<span itemtype="http://schema.skype.com/Mention" itemscope="" itemid="0">Kim</span>&nbsp;status',
        '[Kim] status',
      ],
    ] as const) {
      assert.equal(plain(source), words, source);
      assert.equal(html(source), words, source);
    }
    const mention = 'itemtype="http://schema.skype.com/Mention"';
    assert.equal(
      html(
        `<readonly ${mention}><span ${mention} itemscope itemid="0">Kim <span>L.</span></span></readonly>!`,
      ),
      '[Kim L.]!',
    );
  });

  it('a mention that is never closed is no mention', () => {
    assert.equal(plain('<at>Kim status'), '<at>Kim status');
    assert.equal(plain('<at>Kim <at>Lee</at> &amp; </at>'), '<at>Kim [Lee] & </at>');
    assert.equal(html('<p><at id="0">Kim <b>status</p>'), 'Kim status');
  });

  it('quoted and forwarded messages and other quotations are left out, with the mentions in them', () => {
    const quote = (what: string, inner: string) =>
      `<blockquote itemscope itemtype="http://schema.skype.com/${what}" itemid="1">${inner}</blockquote>`;
    const inner =
      '<strong itemprop="mri">Kim</strong><p itemprop="preview">failed <at>Lee</at><blockquote>x</blockquote></p>';
    for (const what of ['Reply', 'Forward']) {
      assert.equal(html(`<div>${quote(what, inner)}<p>why</p></div>`), 'why');
      assert.equal(plain(`${quote(what, inner)}why`), 'why');
      assert.ok(readMarkup(quote(what, inner), { isHtml: true }).hasQuote);
    }
    assert.equal(html(`${quote('Reply', 'a')}why${quote('Reply', 'b')} now`), 'why now');
    assert.equal(html('<blockquote>failed jobs</blockquote>today'), 'today');
    assert.equal(html('<blockquote itemtype="http://schema.skype.com/Reply">failed <p>why'), '');
    assert.ok(!readMarkup('<p>failed</p>', { isHtml: true }).hasQuote);
  });

  it('mark-up is left out of HTML whatever it is called, with comments, scripts and styles', () => {
    for (const [source, words] of [
      ['<x-card>failed</x-card> jobs', 'failed jobs'],
      ['failed<!-- not --> jobs<!doctype html>', 'failed jobs'],
      ['<style>p { x: 1 }</style>failed<script>if (a < b) c()</script> jobs', 'failed jobs'],
      ['<div><p><b>failed</p></i> jobs', 'failed jobs'],
      ['errors &lt; 5 &amp; &gt; 2', 'errors < 5 & > 2'],
    ] as const)
      assert.equal(html(source), words, source);
  });

  const fragment = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.constantFrom(
      ...'< > / & ; " \' = ! - [ ] ? # x <p> </p> <at> </at> <at id="0"> <b <blockquote </blockquote> &amp; &#x &#160; &lt'.split(
        ' ',
      ),
      '<blockquote itemtype="http://schema.skype.com/Reply">',
      '<span itemtype="http://schema.skype.com/Mention">',
      '<img alt="x" itemtype="x/Emoji"/>',
      '<![CDATA[',
      '<!--',
      '<script>',
    ),
  );
  const soup = fc.array(fragment, { maxLength: 60 }).map(all => all.join(''));

  it('reading mark-up never throws, and never makes a text longer', () => {
    fc.assert(
      fc.property(soup, fc.boolean(), (source, isHtml) => {
        const { pieces } = readMarkup(source, { isHtml });
        assert.ok(pieces.reduce((sum, { text }) => sum + text.length, 0) <= source.length);
      }),
      { numRuns: 2_000 },
    );
  });

  it('reading mark-up preserves every word of a text without the signs of mark-up', () => {
    const typed = fc.string({ unit: 'binary' }).map(text => text.replaceAll(/[<&]/g, ''));
    fc.assert(
      fc.property(typed, fc.boolean(), (text, isHtml) => {
        const { pieces } = readMarkup(text, { isHtml });
        assert.deepEqual(pieces, text === '' ? [] : [{ kind: 'words', text }]);
      }),
    );
  });

  it('reading mark-up restores what was typed, once a client has encoded it and put it in paragraphs', () => {
    const encoded = (text: string) =>
      text.replaceAll(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`).replaceAll('\u00a0', '&nbsp;');
    const typed = fc.string({ unit: fc.constantFrom(...'ab <>&"\'/;#x=\u00a0é🙂') });
    fc.assert(
      fc.property(typed, fc.boolean(), (text, isHtml) => {
        const said = text.replaceAll(/\s+/g, ' ').trim();
        assert.equal(read(`<div><p>${encoded(text)}</p></div>`, isHtml), said);
      }),
    );
  });

  it('mark-up is read in milliseconds, however much of it there is and however deep', () => {
    const size = 250_000;
    for (const part of [
      '<',
      '&',
      '&#',
      '&amp',
      '<b>',
      '<at>',
      '</p',
      '</p>',
      '<p ',
      '<a b="',
      '<!--',
      '<![CDATA[',
      '<blockquote itemtype="/Reply">',
      '<span itemtype="/Mention">',
      '<x y=z ',
      '<div><at>',
      '<at></at>',
    ]) {
      for (const isHtml of [false, true]) {
        const source = part.repeat(size / part.length);
        const began = performance.now();
        readMarkup(source, { isHtml });
        const tookMs = performance.now() - began;
        assert.ok(tookMs < 1_000, `${part} took ${Math.round(tookMs)} ms`);
      }
    }
  });
});
