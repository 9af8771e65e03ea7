/** What is wrong with a card, as far as the page that drew it can tell. */
export interface Drawn {
  /** Parse and validation errors of the renderer. */
  readonly problems: readonly string[];
  /** Texts that are wider than the card. */
  readonly overflowing: readonly string[];
}

/**
 * Runs in the page: draws a card once a theme, in columns of `width` CSS pixels, and looks for what is wrong with it.
 * Text, not a function, for it is written against a browser's types, which this project does not load.
 */
export const drawCard = `({ card, configs, width }) => {
  document.body.replaceChildren();
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    // Teams draws a mention as the name, in the colour of links.
    result.outputHtml = markdownit()
      .render(text)
      .replace(/&lt;at&gt;(.*?)&lt;\\/at&gt;/g, '<span class="mention">$1</span>');
    result.didProcess = true;
  };
  const problems = [];
  const overflowing = [];
  for (const [theme, config] of Object.entries(configs)) {
    const column = document.createElement('div');
    column.className = 'column ' + theme;
    column.style.width = width + 'px';
    document.body.append(column);
    const context = new AdaptiveCards.SerializationContext();
    const drawn = new AdaptiveCards.AdaptiveCard();
    drawn.hostConfig = new AdaptiveCards.HostConfig(config);
    drawn.parse(card, context);
    for (let i = 0; i < context.eventCount; i++) problems.push(context.getEventAt(i).message);
    for (const event of drawn.validateProperties().validationEvents) problems.push(event.message);
    column.append(drawn.render());
    // The column's own margin, and the card's.
    const edge = column.getBoundingClientRect().right - 8 - 16;
    for (const element of column.querySelectorAll('.ac-adaptiveCard *')) {
      if (element.getBoundingClientRect().right > edge + 0.5) overflowing.push(element.textContent.slice(0, 80));
    }
  }
  return { problems, overflowing };
}`;
