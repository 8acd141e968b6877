import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { StartError } from './StartError.mjs';

export const USAGE = `Usage: npm start [-- OPTIONS]

  --kubeconfig FILE         show the clusters of this kubeconfig instead of the sandbox
  --context NAME            only this context of it; may be given several times
  --config FILE             further Backstage configuration, later files win; may be given several times
  --port PORT               port of the portal (7007)
  --sandbox-objects N       add load until the sandbox holds about N objects
  --sandbox-seed N          another run of the same sandbox
  --verbose                 print the server's log
  --help`;

const OPTIONS = {
  kubeconfig: { type: 'string' },
  context: { type: 'string', multiple: true },
  config: { type: 'string', multiple: true },
  port: { type: 'string' },
  'sandbox-objects': { type: 'string' },
  'sandbox-seed': { type: 'string' },
  verbose: { type: 'boolean' },
  help: { type: 'boolean' },
};

/** Reads the command line of `npm start`; throws StartError with a sentence for anything wrong in it. */
export function readOptions(args) {
  let values;
  try {
    ({ values } = parseArgs({ args, options: OPTIONS }));
  } catch (error) {
    throw new StartError(`${error.message}\n\n${USAGE}`);
  }
  if (values.context && !values.kubeconfig) throw new StartError('--context needs --kubeconfig.');
  return {
    help: values.help ?? false,
    verbose: values.verbose ?? false,
    kubeconfig: values.kubeconfig && existing('--kubeconfig', values.kubeconfig),
    contexts: values.context ?? [],
    configs: (values.config ?? []).map(file => existing('--config', file)),
    port: wholeNumber('--port', values.port, { least: 1, most: 65535 }) ?? 7007,
    sandboxObjects: wholeNumber('--sandbox-objects', values['sandbox-objects'], {
      least: 0,
      most: 2_000_000,
    }),
    sandboxSeed: wholeNumber('--sandbox-seed', values['sandbox-seed'], { least: 0, most: 2 ** 32 }),
  };
}

function existing(option, file) {
  const full = path.resolve(process.env.INIT_CWD ?? process.cwd(), file);
  if (!existsSync(full)) throw new StartError(`${option}: there is no file ${full}.`);
  return full;
}

function wholeNumber(option, text, { least, most }) {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new StartError(
      `${option} must be a whole number from ${least} to ${most}, not "${text}".`,
    );
  }
  return value;
}

/** The options as Backstage configuration, in the environment form `APP_CONFIG_a_b`. */
export function configEnvironment({ kubeconfig, contexts, port, sandboxObjects, sandboxSeed }) {
  const address = `http://localhost:${port}`;
  const config = {
    APP_CONFIG_app_baseUrl: address,
    APP_CONFIG_backend_baseUrl: address,
    APP_CONFIG_backend_listen_port: port,
  };
  if (kubeconfig) {
    config.APP_CONFIG_kubemate_sandbox_enabled = false;
    config.APP_CONFIG_kubemate_signIn = 'local';
    config.APP_CONFIG_kubemate_kubeconfig_file = kubeconfig;
    if (contexts.length) config.APP_CONFIG_kubemate_kubeconfig_contexts = contexts;
  }
  if (sandboxObjects !== undefined) config.APP_CONFIG_kubemate_sandbox_objects = sandboxObjects;
  if (sandboxSeed !== undefined) config.APP_CONFIG_kubemate_sandbox_seed = sandboxSeed;
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, JSON.stringify(value)]),
  );
}
