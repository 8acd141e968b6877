import type { BackstageCredentials, PermissionsService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { RouteTable } from '@kubemate/http-node';
import { pipelinePermissions, pipelinesRoutes } from '@kubemate/plugin-pipelines-common';
import type { Definitions } from './Definitions';
import type { ImageChoices } from './images/ImageChoices';
import type { OutcomeReader } from './outcomes/OutcomeReader';
import type { Presets } from './presets/Presets';
import type { RunReader } from './runs/RunReader';
import type { TriggersReader } from './triggers/TriggersReader';
import type { WaitingReader } from './waiting/WaitingReader';

export interface PipelineRoutesDeps {
  readonly runs: RunReader;
  readonly waiting: WaitingReader;
  readonly triggers: TriggersReader;
  readonly definitions: Definitions;
  readonly outcomes: Pick<OutcomeReader, 'of'>;
  readonly presets: Pick<Presets, 'list'>;
  readonly images: Pick<ImageChoices, 'list' | 'look'>;
  readonly permissions: PermissionsService;
}

/** Runs and definitions as the caller may see them. What changes them is an operation. */
export function addPipelineRoutes(routes: RouteTable, deps: PipelineRoutesDeps): void {
  const { runs, waiting, triggers, definitions, outcomes, presets, images, permissions } = deps;
  const offer = (credentials: BackstageCredentials) => assertOffered(permissions, credentials);

  routes.json(pipelinesRoutes.listRuns, async ({ query, viewer, credentials }) => {
    await offer(credentials);
    return runs.list(query, viewer);
  });

  routes.stream(pipelinesRoutes.watchRuns, async function* watchRuns({ query, ...caller }) {
    await offer(caller.credentials);
    yield* asJson(runs.watchList(query, caller));
  });

  routes.json(pipelinesRoutes.listWaiting, async ({ query, viewer, credentials }) => {
    await offer(credentials);
    const permission = pipelinePermissions.answerRun;
    const [answer] = await permissions.authorize([{ permission }], { credentials });
    const isOffered = answer?.result === AuthorizeResult.ALLOW;
    return waiting.list(query, { viewer, isOffered });
  });

  routes.json(pipelinesRoutes.getRun, async ({ params, viewer, credentials }) => {
    await offer(credentials);
    return runs.get(params, viewer);
  });

  routes.stream(pipelinesRoutes.watchRun, async function* watchRun({ params, ...caller }) {
    await offer(caller.credentials);
    yield* asJson(runs.watch(params, caller));
  });

  routes.stream(pipelinesRoutes.streamRunLogs, async function* logs({ params, query, ...caller }) {
    await offer(caller.credentials);
    yield* asJson(runs.logs({ ref: params, ...query }, caller));
  });

  routes.json(pipelinesRoutes.listTriggers, async ({ query, viewer, credentials }) => {
    await offer(credentials);
    return triggers.list(query, viewer);
  });

  routes.json(pipelinesRoutes.listDefinitions, async ({ query, viewer, credentials }) => {
    await offer(credentials);
    return definitions.list(query, viewer);
  });

  routes.json(pipelinesRoutes.getDefinition, async ({ params, query, viewer, credentials }) => {
    await offer(credentials);
    return definitions.get({ ...params, ...query }, viewer);
  });

  routes.json(pipelinesRoutes.getOutcomes, async ({ params, query, viewer, credentials }) => {
    await offer(credentials);
    return outcomes.of({ ...params, ...query }, viewer);
  });

  routes.json(pipelinesRoutes.listImages, async ({ viewer, credentials }) => {
    await offer(credentials);
    return images.list(viewer);
  });

  routes.json(pipelinesRoutes.lookAtImage, async ({ query, viewer, credentials }) => {
    await offer(credentials);
    return images.look(query.image, viewer);
  });

  routes.json(pipelinesRoutes.listPresets, async ({ params, viewer, credentials }) => {
    await offer(credentials);
    const { name: pipeline, ...at } = params;
    return presets.list({ ...at, pipeline }, viewer);
  });
}

async function* asJson(events: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const event of events) yield JSON.stringify(event);
}

async function assertOffered(
  permissions: PermissionsService,
  credentials: BackstageCredentials,
): Promise<void> {
  const permission = pipelinePermissions.readRun;
  const [decision] = await permissions.authorize([{ permission }], { credentials });
  if (decision?.result !== AuthorizeResult.ALLOW)
    throw new NotAllowedError(`Your role does not allow this (${permission.name})`);
}
