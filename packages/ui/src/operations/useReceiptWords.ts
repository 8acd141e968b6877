import { useApiHolder } from '@backstage/frontend-plugin-api';
import { ofPlugin, splitOperationName } from '@kubemate/operations-common';
import type { OperationReceipt } from '@kubemate/operations-common';
import { useCallback } from 'react';
import { receiptInWords } from './inWords';
import { pluginWordsApiRef, type PluginWords } from './operationsApiRefs';
import { useOperationSay } from './useOperationSay';

const NO_WORDS: PluginWords = { useSay: () => undefined };

/** Says the receipts of any plugin in the language of the page; in English where the app has no words of plugins. */
export function useReceiptWords(): (receipt: OperationReceipt) => OperationReceipt {
  const { useSay } = useApiHolder().get(pluginWordsApiRef) ?? NO_WORDS;
  const say = useOperationSay(useSay());
  return useCallback(
    receipt => {
      const { plugin } = splitOperationName(receipt.operation);
      return receiptInWords(receipt, phrase => say(ofPlugin(plugin, phrase)));
    },
    [say],
  );
}
