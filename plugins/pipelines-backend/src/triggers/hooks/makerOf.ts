import { NotAllowedError } from '@backstage/errors';
import type { AccountKube, ServiceAccounts } from '@kubemate/kube-node';
import type { ResolvedTrigger } from '../traceTrigger';
import type { Hook } from './readHooks';

/**
 * Who makes the runs of a trigger: the listener's account, or the one that the trigger names. As in Tekton's sink it is the listener's account that becomes that one, and
 * has to have the right to: nobody borrows by a Trigger what its listener may not.
 * @throws NotAllowedError where the listener's account may not
 */
export async function makerOf(
  { account: name, folder: namespace }: Pick<ResolvedTrigger, 'account' | 'folder'>,
  given: {
    readonly hook: Pick<Hook, 'place'>;
    readonly listener: AccountKube;
    readonly accounts: ServiceAccounts;
  },
): Promise<Pick<AccountKube, 'create'>> {
  const { hook, listener, accounts } = given;
  if (name === undefined) return listener;
  if (!(await listener.mayImpersonate({ namespace, name })))
    throw new NotAllowedError(
      `Its service account is ${namespace}/${name}, which that of the listener may not impersonate`,
    );
  return accounts.as({ cluster: hook.place, namespace, name });
}
