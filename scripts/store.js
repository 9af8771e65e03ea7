// Dumps the store, or restores it: see src/store.ts.
import { runBuilt } from './built.js';

await runBuilt('store');
