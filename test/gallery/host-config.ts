/** Colours of our own that come near a Teams client, one set a theme. */
interface Theme {
  readonly page: string;
  readonly card: string;
  readonly line: string;
  readonly text: string;
  readonly subtle: string;
  readonly accent: string;
  readonly good: string;
  readonly warning: string;
  readonly attention: string;
  readonly emphasisBack: string;
  readonly goodBack: string;
  readonly warningBack: string;
  readonly attentionBack: string;
}

export const themes: Readonly<Record<'light' | 'dark', Theme>> = {
  light: {
    page: '#f0f0f3',
    card: '#ffffff',
    line: '#dcdce2',
    text: '#222226',
    subtle: '#5e5e68',
    accent: '#4a50b5',
    good: '#1b6e20',
    warning: '#8f4a06',
    attention: '#b3202c',
    emphasisBack: '#f3f3f6',
    goodBack: '#e8f4e6',
    warningBack: '#fdf3e1',
    attentionBack: '#fcebec',
  },
  dark: {
    page: '#18181b',
    card: '#2a2a2e',
    line: '#48484f',
    text: '#f7f7fa',
    subtle: '#b0b0ba',
    accent: '#9aa2f5',
    good: '#8ccf85',
    warning: '#f2b35c',
    attention: '#ef8b90',
    emphasisBack: '#36363b',
    goodBack: '#1e3520',
    warningBack: '#40301a',
    attentionBack: '#43262a',
  },
};

/** What the renderer needs to look like that theme. */
export function hostConfig(theme: Theme): object {
  const both = (color: string) => ({ default: color, subtle: color });
  const foregroundColors = {
    default: { default: theme.text, subtle: theme.subtle },
    accent: both(theme.accent),
    good: both(theme.good),
    warning: both(theme.warning),
    attention: both(theme.attention),
    dark: both(theme.subtle),
    light: both(theme.subtle),
  };
  const style = (backgroundColor: string) => ({ backgroundColor, foregroundColors });
  return {
    fontFamily: 'inherit',
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: theme.line },
    supportsInteractivity: true,
    actions: {
      maxActions: 6,
      spacing: 'default',
      buttonSpacing: 8,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
    },
    containerStyles: {
      default: style(theme.card),
      emphasis: style(theme.emphasisBack),
      good: style(theme.goodBack),
      warning: style(theme.warningBack),
      attention: style(theme.attentionBack),
      accent: style(theme.emphasisBack),
    },
  };
}

/** Everything that is not the renderer's: the page, one column a theme, the card's frame, the buttons. */
export function pageStyle(): string {
  const font = "'Segoe UI', system-ui, 'DejaVu Sans', sans-serif";
  const colors = Object.entries(themes).map(
    ([name, { page, card, line, text, accent, attention }]) =>
      `.${name} { --page: ${page}; --card: ${card}; --line: ${line}; --text: ${text}; --accent: ${accent};
        --attention: ${attention}; }`,
  );
  return `${colors.join('\n')}
    /* Teams' base size: the browser's 16 pixels would make lines of small text higher than they are there. */
    body { margin: 0; display: flex; width: max-content; font: 14px ${font}; }
    .column { box-sizing: border-box; padding: 8px; background: var(--page); color: var(--text); }
    /* Clients break words that are longer than a line, such as ids. */
    .column { overflow-wrap: break-word; }
    .ac-adaptiveCard { border: 1px solid var(--line); border-radius: 6px; }
    .ac-actionSet { flex-wrap: wrap; gap: 8px; }
    .ac-actionSet > div { display: none; }
    .ac-pushButton { font: 600 14px ${font}; padding: 6px 14px; min-height: 34px; color: var(--text);
      background: var(--card); border: 1px solid var(--line); border-radius: 4px; flex: 0 1 auto !important; }
    .ac-pushButton.style-positive { color: var(--card); background: var(--accent); border-color: var(--accent); }
    .ac-pushButton.style-destructive { color: var(--attention); background: var(--card); border-color: var(--attention); }
    .ac-pushButton > div { white-space: normal !important; text-align: left; }
    /* The arrow of a button that opens others is a letter of a font that is not here. */
    .ac-pushButton.expandable:after { content: "\\00a0▾"; font-family: inherit; }
    .mention { color: var(--accent); }
    .ac-adaptiveCard p { margin: 0; }
    a.ac-anchor, a.ac-anchor:visited { color: var(--accent) !important; text-decoration: none; }`;
}
