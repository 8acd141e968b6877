import { createBackend } from '@backstage/backend-defaults';
import { features } from './features';
import { rootLogger } from './rootLogger';

const backend = createBackend();
backend.add(rootLogger);
for (const feature of features) backend.add(feature);

backend.start().catch(error => {
  // Backstage only logs a rejection that nobody handles, and would go on as a process that serves nothing.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
