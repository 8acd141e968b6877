// npm start: from a fresh checkout to a running portal.
import { readOptions, USAGE } from './options.mjs';
import { buildApp, buildBackend, install } from './prepare.mjs';
import { Progress } from './progress.mjs';
import { assertPortFree, serve } from './serve.mjs';
import { explainFailure, StartError } from './StartError.mjs';
import { ensureToolchain } from './toolchain.mjs';

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return console.log(USAGE);
  await assertPortFree(options.port);

  const progress = new Progress(5);
  const tools = {};
  await progress.step('Tools', async detail => {
    Object.assign(tools, await ensureToolchain({ onFetch: name => detail(`fetching ${name}`) }));
    return 'ready';
  });
  await progress.step('Dependencies', detail => install(tools, detail));
  await progress.step('App', detail => buildApp(tools, detail));
  await progress.step('Server', () => buildBackend(tools));

  const server = serve(tools, options);
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, async () => {
      if (stopping) return;
      stopping = true;
      console.log('\nStopping …');
      await server.stop();
      console.log('Stopped.');
      process.exit(0);
    });
  }
  await progress.step('Start', server.ready).catch(async error => {
    if (stopping) return;
    await server.stop();
    throw error;
  });
  if (stopping) return;
  const what = options.kubeconfig
    ? `the clusters of ${options.kubeconfig}`
    : 'a sandbox with four clusters';
  console.log(`\nKubemate shows ${what}:  http://localhost:${options.port}\nCtrl-C stops it.`);
  const code = await server.exited;
  if (!stopping)
    throw new StartError(
      `The server stopped by itself (exit code ${code}). Its log is .kubemate/server.log`,
    );
}

main().catch(error => {
  console.error(`\n${explainFailure(error)}`);
  process.exit(1);
});
