import type { OperationContext, PlannedChange } from '@kubemate/operations-node';
import type { Phrase, Sentence } from '@kubemate/operations-common';
import { promotionOperations, say } from '@kubemate/plugin-pipelines-common';
import type { RunningImage } from '@kubemate/plugin-pipelines-common';
import type { z } from 'zod';
import type { Component, ManifestSource } from '../environments/Components';
import type { Environment } from '../environments/Environment';
import type { Found, Gap } from '../environments/EnvironmentReader';
import { readFirstRelease } from '../first/FirstRelease';
import { tryFirst } from '../first/tryFirst';
import { pinned } from '../imageRef';
import type { Promotions } from '../Promotions';
import { chooseDelivery } from '../tenants/chooseDelivery';
import type { PromotionDraft } from './carryOut';
import { clear, requestIn, told } from './clear';

type Input = z.output<typeof promotionOperations.promote.input>;

/** Where nothing runs yet, it is made by the overlay of the component's repository: behind the same gates. */
export async function planFirst(
  promotions: Promotions,
  options: {
    input: Input;
    context: OperationContext;
    summary: Phrase;
    found: {
      readonly component: Component;
      readonly from: Environment;
      readonly to: Environment;
      readonly source: Found;
      readonly target: Gap;
      readonly manifests: ManifestSource;
    };
  },
): Promise<PlannedChange<PromotionDraft | undefined>> {
  const { input, context, summary, found } = options;
  const { component, from, to, source, manifests } = found;
  const refuse = (refusal: Sentence) => ({ summary, refusal, diff: [], state: undefined });
  const cleared = await clear(promotions, { ...found, input, context });
  if ('refusal' in cleared) return refuse(cleared.refusal);
  const { gates, freezeOverride } = cleared;
  const after: RunningImage = { ...source.image, image: pinned(source.image) };
  const { viewer, credentials } = context;
  const first = await readFirstRelease(promotions, {
    ...{ component, source: manifests, environment: to, image: after, viewer, credentials },
  });
  if ('refusal' in first) return refuse(first.refusal);
  const { ref, objects } = first;
  const { isPossible, tenant = '' } = chooseDelivery(undefined, await promotions.tenants.of(ref));
  if (!isPossible) return refuse(say('tenantWantsGit', { tenant, component: component.name }));
  const { diff, warnings, refusal } = await tryFirst(objects, {
    ...{ cluster: to.cluster, kube: promotions.kube, viewer },
  });
  return {
    ...{ summary, diff, refusal },
    warnings: [...warnings, ...told(cleared)],
    state: {
      ...{ kind: 'promotion', component: component.ref, owner: component.owner },
      ...{ from: from.name, to: to.name, first: true, creates: objects },
      ...{ workload: ref, uid: '', before: { image: '', repository: '' }, after },
      ...{ request: requestIn(gates), freezeOverride, said: summary },
      ...{ timeoutMs: to.timeoutMs, stableMs: to.stableMs },
      now: { replicas: 0, isGood: false },
    },
  };
}
