import type { OperationReceipt, OperationsApi } from '@kubemate/operations-common';
import { useCallback, useEffect, useRef } from 'react';
import { followReceipt } from './followReceipt';

/**
 * Shows a receipt, and each later state of it until it has ended or nobody looks any more. What is shown on the way starts no further
 * stream: each state would start one more.
 *
 * @param show - must stay the same function
 */
export function useFollowedReceipt(
  operations: OperationsApi,
  show: (receipt: OperationReceipt) => void,
): (receipt: OperationReceipt) => void {
  const life = useRef<AbortController>();
  useEffect(() => {
    const controller = new AbortController();
    life.current = controller;
    return () => controller.abort();
  }, []);
  return useCallback(
    receipt => {
      show(receipt);
      const signal = life.current?.signal;
      if (receipt.status === 'running' && signal !== undefined)
        void followReceipt({ operations, receipt, onChange: show, signal });
    },
    [operations, show],
  );
}
