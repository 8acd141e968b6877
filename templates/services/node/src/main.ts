import { createLog } from './log.ts';
import { createService } from './createService.ts';
import { readSettings } from './settings.ts';
import { startTracing } from './tracing.ts';

const settings = readSettings(process.env);
const log = createLog(settings.logLevel);
const stopTracing = startTracing(settings);
const service = createService(settings, log);

let stopping = false;
async function stop(signal: string) {
  if (stopping) return;
  stopping = true;
  log('info', 'Stopping', { signal });
  await service.stop();
  await stopTracing().catch(error => log('warn', 'Traces were lost', { error: String(error) }));
  log('info', 'Stopped');
}
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => void stop(signal));

const port = await service.start();
log('info', 'Listening', { port });
