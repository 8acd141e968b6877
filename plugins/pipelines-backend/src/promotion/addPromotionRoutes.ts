import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { RouteTable } from '@kubemate/http-node';
import {
  pipelinePermissions,
  promotionPermissions,
  promotionRoutes,
} from '@kubemate/plugin-pipelines-common';
import type { Release } from '@kubemate/plugin-pipelines-common';
import { listApprovals } from './approvals/listApprovals';
import { BoardReader } from './board/BoardReader';
import { readComponentEvidence } from './evidence/readComponentEvidence';
import { presentFreeze } from './freezes/freezesOf';
import { readFlow } from './flow/readFlow';
import { pagePromotions } from './promotions/pagePromotions';
import { presentPromotion } from './promotions/presentPromotion';
import type { Asker, Promotions } from './Promotions';
import { compareOverlays } from './git/compareOverlays';
import { compareRelease } from './releases/compareRelease';
import { Visibility } from './Visibility';

interface Named {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** What runs in environments, as the caller may see it. What changes it is an operation. */
export function addPromotionRoutes(routes: RouteTable, promotions: Promotions): void {
  const { components, stores, reader, kube } = promotions;
  const boards = new BoardReader(promotions);

  const offer = async ({ credentials }: Asker) => {
    if (!(await promotions.may(pipelinePermissions.readRun, credentials)))
      throw new NotAllowedError(
        `Your role does not allow this (${pipelinePermissions.readRun.name})`,
      );
  };
  const visibilityOf = (asker: Asker) => new Visibility({ kube, components, asker });

  /** What runs in an environment, where the caller may look at it now. */
  const foundIn = async (params: Named, environment: string, asker: Asker) => {
    const component = await components.get(refOf(params), asker.credentials);
    const found = await reader.find(component, promotions.environment(environment), asker.viewer);
    if (found.state === 'gap') throw new NotFoundError(found.reason);
    return { component, found };
  };

  routes.json(promotionRoutes.listComponents, async ({ query, ...asker }) => {
    await offer(asker);
    return boards.list(query, asker);
  });

  routes.json(promotionRoutes.getBoard, async ({ params, ...asker }) => {
    await offer(asker);
    return boards.board(refOf(params), asker);
  });

  routes.json(promotionRoutes.compareOverlays, async ({ params, query, ...asker }) => {
    await offer(asker);
    return compareOverlays(refOf(params), { ...query, promotions, asker });
  });

  routes.json(promotionRoutes.getEvidence, async ({ params, ...asker }) => {
    await offer(asker);
    return readComponentEvidence(refOf(params), { promotions, asker });
  });

  routes.json(promotionRoutes.listReleases, async ({ params, query, ...asker }) => {
    await offer(asker);
    const { component } = await foundIn(params, query.environment, asker);
    return { items: await stores.releases.list({ component: component.ref, ...query }) };
  });

  routes.json(promotionRoutes.compareRelease, async ({ params, ...asker }) => {
    await offer(asker);
    const release: Release | undefined = await stores.releases.get(params.release);
    if (release?.component !== refOf(params).toLowerCase())
      throw new NotFoundError(`There is no release ${params.release}`);
    const { found } = await foundIn(params, release.environment, asker);
    return compareRelease(release, { found, kube, viewer: asker.viewer });
  });

  addRecordRoutes(routes, { promotions, offer, visibilityOf });
}

/** What is remembered of promotions, and what comes of it. */
function addRecordRoutes(
  routes: RouteTable,
  options: {
    promotions: Promotions;
    offer: (asker: Asker) => Promise<void>;
    visibilityOf: (asker: Asker) => Visibility;
  },
): void {
  const { promotions, offer, visibilityOf } = options;
  const { stores, clock } = promotions;

  routes.json(promotionRoutes.listPromotions, async ({ query, ...asker }) => {
    await offer(asker);
    return pagePromotions(query, { store: stores.promotions, visibility: visibilityOf(asker) });
  });

  routes.json(promotionRoutes.getPromotion, async ({ params, ...asker }) => {
    await offer(asker);
    const found = await stores.promotions.get(params.id);
    const [seen] = found === undefined ? [] : await visibilityOf(asker).only([found]);
    if (seen === undefined) throw new NotFoundError(`There is no promotion ${params.id}`);
    return presentPromotion(seen);
  });

  routes.json(promotionRoutes.listApprovals, async ({ query, ...asker }) => {
    await offer(asker);
    const isOffered = await promotions.may(promotionPermissions.approve, asker.credentials);
    const decider = { ...asker.viewer, isOffered };
    const items = await listApprovals(query, {
      ...{ promotions, decider },
      visibility: visibilityOf(asker),
    });
    return { items };
  });

  routes.json(promotionRoutes.listFreezes, async ({ query, ...asker }) => {
    await offer(asker);
    const now = clock.now();
    const windows = await stores.freezes.list(now);
    const { environment } = query;
    const items = windows
      .filter(({ environments }) => environment === undefined || environments.includes(environment))
      .map(window => presentFreeze(window, now));
    return { items };
  });

  routes.json(promotionRoutes.getFlow, async ({ query, ...asker }) => {
    await offer(asker);
    return readFlow(query, { promotions, visibility: visibilityOf(asker) });
  });
}

function refOf({ kind, namespace, name }: Named): string {
  return `${kind}:${namespace}/${name}`;
}
