/** Deeper causes tell no more. */
const mostCauses = 4;

/**
 * As much of an error as may stand in the log. Libraries hang whole requests on theirs, headers and bodies included, so
 * nothing but these fields is taken.
 */
export function errorFields(error: unknown, depth = 0): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack, cause } = error;
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  return {
    type: name,
    message,
    stack,
    ...(isWord(code) && { code }),
    ...(isWord(statusCode) && { statusCode }),
    ...(cause !== undefined && depth < mostCauses && { cause: errorFields(cause, depth + 1) }),
  };
}

function isWord(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && value.length <= 100);
}
