// Types, lint and format of the whole repository. What passed and has not changed since is not looked at again, in this checkout or another: each tool goes by what is in the
// files and by its own version and configuration.
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { root } from './toolchain.mjs';

/** What checks keep for later ones, in the user's cache. */
export const checkCache = path.join(
  process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'),
  'kubemate-checks',
);
/** In the checkout, since the compiler notes paths as they are seen from there. */
const graph = path.join(root, 'node_modules/.cache/kubemate/types.tsbuildinfo');
const keptGraph = path.join(checkCache, 'types.tsbuildinfo');
const bin = name => path.join(root, 'node_modules', name);

/** What is run with Node for each check. */
export function checkCommands() {
  mkdirSync(checkCache, { recursive: true });
  mkdirSync(path.dirname(graph), { recursive: true });
  if (!existsSync(graph) && existsSync(keptGraph)) copyFileSync(keptGraph, graph);
  return [
    // The native compiler, five times as fast; what asks TypeScript's own API (lint, the CLI) stays on 5.8.
    [bin('typescript-7/bin/tsc'), '--noEmit', '--incremental', '--tsBuildInfoFile', graph],
    [
      ...[bin('@backstage/cli/bin/backstage-cli'), 'repo', 'lint'],
      ...['--success-cache', '--success-cache-dir', path.join(checkCache, 'lint')],
    ],
    [
      ...[bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'],
      ...[
        '--cache',
        '--cache-strategy=content',
        '--cache-location',
        path.join(checkCache, 'format'),
      ],
    ],
  ];
}

/** For the next checkout. */
export function keepChecks() {
  if (existsSync(graph)) copyFileSync(graph, keptGraph);
}
