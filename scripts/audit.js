// Prints the audit record: see src/audit.ts.
import { runBuilt } from './built.js';

await runBuilt('audit');
