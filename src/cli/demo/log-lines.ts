interface LogLine {
  readonly level?: number;
  readonly msg?: string;
  readonly err?: { readonly message?: string };
}

const error = 50;

/** Returns a line of the bot's log as a person reads it at a terminal: "Bot warning: poll failed, retrying (why)". */
export function shortLogLine(json: string): string {
  try {
    const { level = 0, msg = '', err } = JSON.parse(json) as LogLine;
    const why = err?.message === undefined ? '' : ` (${err.message})`;
    return `Bot ${level >= error ? 'error' : 'warning'}: ${msg}${why}`;
  } catch {
    return json.trimEnd();
  }
}
