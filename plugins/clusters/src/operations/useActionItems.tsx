import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ActionItem } from '@kubemate/ui';
import { accessInWords, operationFailure, operationsApiRef, useOperationSay } from '@kubemate/ui';
import { useQuery } from '@tanstack/react-query';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { actionsFor, type Action, type ActionId } from './actionCatalog';
import { ActionIcon } from './ActionIcon';
import { useSay } from './useSay';
import type { Subject } from './Subject';

/** Answers are as old as a page may be; each run asks again anyway. */
const FRESH = 15_000;

export interface ActionItems {
  readonly actions: readonly Action[];
  readonly items: readonly ActionItem[];
  readonly loading: boolean;
  /** Why the rights are not known; then nothing is switched off, and the plan says it. */
  readonly note?: string;
}

/** What can be done to an object, with why not; the rights to all of it are asked for in one request. */
export function useActionItems(
  subject: Subject,
  options: { readonly enabled: boolean; readonly without?: readonly ActionId[] },
): ActionItems {
  const { t } = useTranslationRef(clustersTranslationRef);
  const operations = useApi(operationsApiRef);
  const { without = [] } = options;
  const actions = actionsFor(subject).filter(({ id }) => !without.includes(id));
  const titleOf = (operation: string) => {
    const named = actions.find(({ contract }) => contract.name === operation);
    return named && t(`operations.actions.${named.id}`);
  };
  const say = useOperationSay(useSay(), titleOf);
  const { cluster, resource, namespace, name } = subject.target;
  const access = useQuery({
    queryKey: [
      'operations',
      'access',
      ...[cluster, resource.group, resource.plural, namespace, name],
      actions.map(({ id }) => id).join(),
    ],
    queryFn: ({ signal }) =>
      operations.access(
        actions.map(action => ({ contract: action.contract, input: action.input(subject) })),
        { signal },
      ),
    enabled: options.enabled,
    staleTime: FRESH,
    retry: false,
  });
  return {
    actions,
    items: actions.map((action, at) => {
      const answer = access.data?.[at];
      const denied = answer?.allowed === false;
      return {
        id: action.id,
        label: t(`operations.actions.${action.id}`),
        icon: <ActionIcon id={action.id} />,
        group: action.group,
        shortcut: action.shortcut,
        danger: action.danger,
        ...(denied ? { disabledReason: accessInWords(answer, say).reason ?? '' } : {}),
      };
    }),
    loading: access.isPending && options.enabled,
    ...(access.isError
      ? { note: t('operations.rightsUnknown', { reason: operationFailure(access.error).message }) }
      : {}),
  };
}
