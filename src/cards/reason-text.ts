import { clipped } from './plain.ts';

/** A reason of failures in AvePoint's words. */
interface Reason {
  /** One of its messages. */
  readonly example: string;
  /** True if others differ from it in names or numbers. */
  readonly isVaried: boolean;
}

/** Returns a reason on one line: the words of one message, and that others are like it. */
export function reasonText({ example, isVaried }: Reason, length: number): string {
  const others = isVaried ? ' (and others like it)' : '';
  return `${clipped(example, length - others.length) || '(an error without words)'}${others}`;
}
