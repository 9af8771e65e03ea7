/** Fewer digits would make two nearly equal rates one. */
const digits = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/**
 * Returns a share in per cent: "96.4%". All is 100% and none is 0%, and nothing else is: a share that would be rounded
 * to one of them is "more than 99.9%" or "less than 0.1%".
 */
export function percentText(part: number, whole: number): string {
  const share = (100 * part) / whole;
  if (part > 0 && share < 0.1) return 'less than 0.1%';
  if (part < whole && share > 99.9) return 'more than 99.9%';
  return `${digits.format(share)}%`;
}
