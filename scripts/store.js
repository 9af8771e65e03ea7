// Dumps the store, or restores it: see src/cli/store.ts.
import { runBuilt } from './built.js';

await runBuilt('cli/store');
