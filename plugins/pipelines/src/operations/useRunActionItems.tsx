import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Run } from '@kubemate/plugin-pipelines-common';
import { accessInWords, operationFailure, operationsApiRef, useOperationSay } from '@kubemate/ui';
import type { ActionItem } from '@kubemate/ui';
import { RiDeleteBinLine, RiRestartLine, RiStopCircleLine } from '@remixicon/react';
import { useQuery } from '@tanstack/react-query';
import { useSay } from '../board/useSay';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { runActions, type RunActionId } from './runActions';

/** Answers are as old as a page may be; each operation asks again anyway. */
const FRESH = 15_000;

export const RUN_ACTION_ICONS = {
  rerun: <RiRestartLine size={16} />,
  cancel: <RiStopCircleLine size={16} />,
  delete: <RiDeleteBinLine size={16} />,
} as const;

export interface RunActionItems {
  readonly items: readonly (ActionItem & { readonly id: RunActionId })[];
  readonly loading: boolean;
  /** Why the rights are not known; then nothing is switched off, and the plan says it. */
  readonly note?: string;
}

/** What can be done to a run, with why not; the rights to all of it are asked for in one request. */
export function useRunActionItems(run: Run): RunActionItems {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const operations = useApi(operationsApiRef);
  const actions = runActions(run);
  const titleOf = (operation: string) => {
    const named = actions.find(({ contract }) => contract.name === operation);
    return named && t(`actions.${named.id}`);
  };
  const say = useOperationSay(useSay(), titleOf);
  const access = useQuery({
    queryKey: ['operations', 'access', 'pipelines', run.ref],
    queryFn: ({ signal }) =>
      operations.access(
        actions.map(({ contract }) => ({ contract, input: { run: run.ref } })),
        { signal },
      ),
    staleTime: FRESH,
    retry: false,
  });
  return {
    items: actions.map(({ id, danger, hindrance }, at) => {
      const answer = access.data?.[at];
      const denied =
        answer?.allowed === false
          ? (accessInWords(answer, say).reason ?? t('actions.denied'))
          : undefined;
      const disabledReason = hindrance === undefined ? denied : t(`actions.${hindrance}`);
      return {
        ...{ id, danger, group: danger ? 'danger' : 'change', icon: RUN_ACTION_ICONS[id] },
        label: t(`actions.${id}`),
        ...(disabledReason !== undefined && { disabledReason }),
      };
    }),
    loading: access.isPending,
    ...(access.isError && {
      note: t('actions.rightsUnknown', { reason: operationFailure(access.error).message }),
    }),
  };
}
