import type { OperationInput } from '@kubemate/operations-common';
import {
  newClusterNameSchema,
  type clustersOperations,
  type Registration,
} from '@kubemate/plugin-clusters-common';

export const IDENTITIES = ['impersonate', 'token', 'self'] as const;
export type IdentityMode = (typeof IDENTITIES)[number];

/** What a cluster is called and whose it is, as it is typed. */
export interface SettingsFields {
  readonly name: string;
  readonly title: string;
  readonly owner: string;
  readonly identity: IdentityMode;
  /** Separated by commas or blanks. */
  readonly namespaces: string;
  readonly labels: Readonly<Record<string, string>>;
}

export const NO_SETTINGS: SettingsFields = {
  name: '',
  title: '',
  owner: '',
  identity: 'impersonate',
  namespaces: '',
  labels: {},
};

type ChangeInput = OperationInput<typeof clustersOperations.changeCluster>;

export interface SettingsProblems {
  readonly name?: 'missing' | 'invalid';
  readonly owner?: 'invalid';
}

const OWNER = /^(group|user):[-a-z0-9]+\/[-._a-z0-9]+$/;

export function settingsProblems({ name, owner }: SettingsFields): SettingsProblems {
  const bare = owner.trim();
  return {
    ...(name.trim() === ''
      ? { name: 'missing' as const }
      : newClusterNameSchema.safeParse(name.trim()).success
        ? {}
        : { name: 'invalid' as const }),
    ...(bare === '' || OWNER.test(bare) ? {} : { owner: 'invalid' as const }),
  };
}

/** What the operations take. What is empty is left out, and so becomes empty. */
export function toSettings(fields: SettingsFields): ChangeInput {
  const { identity, labels } = fields;
  const [name, title, owner] = [fields.name.trim(), fields.title.trim(), fields.owner.trim()];
  const namespaces = fields.namespaces.split(/[\s,]+/).filter(namespace => namespace !== '');
  return {
    name,
    identity,
    labels,
    ...(title && { title }),
    ...(owner && { owner }),
    ...(namespaces.length > 0 && { namespaces }),
  };
}

export function fromRegistration(registration: Registration): SettingsFields {
  const { name, title, owner = '', identity, namespaces, labels } = registration;
  return { name, title, owner, identity, namespaces: namespaces.join(', '), labels };
}
