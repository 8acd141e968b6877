import { internCell } from '../intern';
import type { KubeObject } from '../kubeObject';
import type { Reference } from '../shapes/reference';
import { forStaticKind, listCell, shown, wide } from './Projection';

interface WebhookConfiguration extends KubeObject {
  readonly webhooks?: readonly {
    readonly name: string;
    readonly failurePolicy?: string;
    readonly clientConfig?: { readonly url?: string; readonly service?: Reference };
  }[];
}

const webhookConfigurations = forStaticKind<WebhookConfiguration>(
  [
    shown('webhooks', 'Webhooks', 'number'),
    shown('failurePolicy', 'Failure policy', 'list'),
    shown('services', 'Services', 'list'),
    wide('webhookNames', 'Webhook names', 'list'),
  ],
  ({ webhooks }) => ({
    webhooks: webhooks?.length ?? 0,
    failurePolicy: listCell(webhooks?.map(webhook => webhook.failurePolicy ?? 'Fail')),
    services: listCell(
      webhooks?.map(({ clientConfig }) =>
        clientConfig?.service
          ? `${clientConfig.service.namespace ?? ''}/${clientConfig.service.name ?? ''}`
          : clientConfig?.url,
      ),
    ),
    webhookNames: listCell(webhooks?.map(({ name }) => name)),
  }),
);

interface AdmissionPolicy extends KubeObject {
  readonly spec?: {
    readonly failurePolicy?: string;
    readonly paramKind?: Reference;
    readonly validations?: readonly unknown[];
    readonly mutations?: readonly unknown[];
  };
}

const policies = forStaticKind<AdmissionPolicy>(
  [
    shown('rules', 'Rules', 'number'),
    shown('failurePolicy', 'Failure policy'),
    shown('paramKind', 'Parameter kind'),
  ],
  ({ spec }) => ({
    rules: (spec?.validations ?? spec?.mutations)?.length ?? 0,
    failurePolicy: internCell(spec?.failurePolicy ?? 'Fail'),
    paramKind: internCell(spec?.paramKind?.kind),
  }),
);

interface AdmissionPolicyBinding extends KubeObject {
  readonly spec?: {
    readonly policyName?: string;
    readonly paramRef?: Reference;
    readonly validationActions?: readonly string[];
  };
}

const policyBindings = forStaticKind<AdmissionPolicyBinding>(
  [shown('policy', 'Policy'), shown('actions', 'Actions', 'list'), shown('paramRef', 'Parameters')],
  ({ spec }) => ({
    policy: internCell(spec?.policyName),
    actions: listCell(spec?.validationActions),
    paramRef: internCell(spec?.paramRef?.name),
  }),
);

/** Projections of the group `admissionregistration.k8s.io`, by plural. */
export const admissionregistration = {
  mutatingwebhookconfigurations: webhookConfigurations,
  validatingwebhookconfigurations: webhookConfigurations,
  validatingadmissionpolicies: policies,
  mutatingadmissionpolicies: policies,
  validatingadmissionpolicybindings: policyBindings,
  mutatingadmissionpolicybindings: policyBindings,
};
