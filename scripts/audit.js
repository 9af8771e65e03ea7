// Prints the audit record: see src/cli/audit.ts.
import { runBuilt } from './built.js';

await runBuilt('cli/audit');
