import { OperatorError } from '../../domain/operator-error.ts';

/** The demo can't start, or can't be told to do something. */
export class DemoError extends OperatorError {
  override readonly name = 'DemoError';
}
