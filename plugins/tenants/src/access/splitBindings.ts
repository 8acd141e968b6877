import type { AccessAnswer } from '@kubemate/plugin-tenants-common';

type Bindings = AccessAnswer['others'];

/** Bindings of the subject themself, those of one namespace first; and those that everybody signed in has by the API server's own roles. */
export function splitBindings(others: Bindings): { own: Bindings; everybodys: Bindings } {
  const isEverybodys = ({ subject, role }: Bindings[number]) =>
    subject.name.startsWith('system:') && role.name.startsWith('system:');
  const rank = ({ binding }: Bindings[number]) => (binding.kind === 'RoleBinding' ? 0 : 1);
  return {
    own: others.filter(other => !isEverybodys(other)).sort((a, b) => rank(a) - rank(b)),
    everybodys: others.filter(isEverybodys),
  };
}
