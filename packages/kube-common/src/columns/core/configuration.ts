import { internCell } from '../../intern';
import type { KubeObject } from '../../kubeObject';
import type { Reference } from '../../shapes/reference';
import { forStaticKind, listCell, shown, wide } from '../Projection';

interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
  readonly binaryData?: Readonly<Record<string, string>>;
  readonly immutable?: boolean;
}

/** `v1/configmaps`: how many keys, never their values. */
export const configMaps = forStaticKind<ConfigMap>(
  [shown('keys', 'Keys', 'number'), wide('immutable', 'Immutable', 'boolean')],
  ({ data, binaryData, immutable }) => ({
    keys: Object.keys(data ?? {}).length + Object.keys(binaryData ?? {}).length,
    immutable: immutable ?? false,
  }),
);

interface Secret extends KubeObject {
  readonly type?: string;
}

/** `v1/secrets`: the type only; a row holds neither the values of a Secret nor the names of its keys. */
export const secrets = forStaticKind<Secret>([shown('type', 'Type')], ({ type }) => ({
  type: internCell(type),
}));

interface ServiceAccount extends KubeObject {
  readonly secrets?: readonly Reference[];
  readonly imagePullSecrets?: readonly Reference[];
  readonly automountServiceAccountToken?: boolean;
}

/** `v1/serviceaccounts` */
export const serviceAccounts = forStaticKind<ServiceAccount>(
  [
    shown('imagePullSecrets', 'Image pull secrets', 'list'),
    wide('secrets', 'Secrets', 'number'),
    wide('automountToken', 'Mounts token', 'boolean'),
  ],
  ({ secrets: tokens, imagePullSecrets, automountServiceAccountToken }) => ({
    imagePullSecrets: listCell(imagePullSecrets?.map(({ name }) => name)),
    secrets: tokens?.length ?? 0,
    automountToken: automountServiceAccountToken ?? true,
  }),
);
