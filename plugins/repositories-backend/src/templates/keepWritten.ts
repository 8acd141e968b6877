import { readRecord } from './readRecord';
import { keepBase } from './templateBase';

/** What a template wrote is what an upgrade starts from. A record that says something else keeps nothing, and is told where it matters. */
export async function keepWritten(folder: string, commit: string): Promise<void> {
  const found = await readRecord(folder, commit);
  if (found.kind === 'found') await keepBase(folder, found);
}
