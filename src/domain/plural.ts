const rules = new Intl.PluralRules('en');

/** Returns the form that fits a number: `plural(2, 'job is', 'jobs are')` is "jobs are". */
export function plural(count: number, one: string, other: string): string {
  return rules.select(count) === 'one' ? one : other;
}
