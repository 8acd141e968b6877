import { useApi } from '@backstage/frontend-plugin-api';
import type { OperationPlan, OperationReceipt } from '@kubemate/operations-common';
import { operationFailure, type OperationFailure, operationsApiRef } from '@kubemate/ui';
import { useEffect, useRef, useState } from 'react';
import { useNoteReceipt } from '../operations/ActionDialog';
import { clustersOperations } from '@kubemate/plugin-clusters-common';
import { inOrder, type YamlDocument } from './readDocuments';

/** How far one document is. */
export type DocumentState =
  | { readonly step: 'planning' }
  | { readonly step: 'planned'; readonly plan: OperationPlan }
  | { readonly step: 'failed'; readonly failure: OperationFailure }
  | { readonly step: 'running'; readonly plan: OperationPlan }
  | { readonly step: 'done'; readonly receipt: OperationReceipt };

const SETTLE_MS = 600;
const apply = clustersOperations.applyManifest;

/** Plans every document by itself as the text changes, and creates them one after another in an order that works. */
export function useCreation(options: {
  cluster: string;
  documents: readonly YamlDocument[];
  /** Whether objects of the kind live in namespaces; undefined while that is not known. */
  namespaced(document: YamlDocument): boolean | undefined;
}) {
  const { cluster, documents, namespaced } = options;
  const operations = useApi(operationsApiRef);
  const note = useNoteReceipt();
  const [states, setStates] = useState<ReadonlyMap<string, DocumentState>>(new Map());
  const [running, setRunning] = useState(false);
  const latest = useRef({ documents, namespaced });
  latest.current = { documents, namespaced };
  const put = (key: string, state: DocumentState) => setStates(now => new Map(now).set(key, state));
  const inputOf = (document: YamlDocument, force = false) => ({
    cluster,
    manifest: document.text,
    ...(document.namespace !== undefined && latest.current.namespaced(document) !== false
      ? { namespace: document.namespace }
      : {}),
    force,
  });
  const written = documents
    .map(document => `${document.key}\n${document.text}\n${namespaced(document) ?? ''}`)
    .join('\n---\n');

  useEffect(() => {
    const controller = new AbortController();
    const planAll = async () => {
      const open = latest.current.documents.filter(document => document.problem === undefined);
      setStates(new Map(open.map(({ key }) => [key, { step: 'planning' }])));
      for (const document of open) {
        if (controller.signal.aborted) return;
        try {
          const plan = await operations.plan(apply, inputOf(document), controller);
          if (!controller.signal.aborted) put(document.key, { step: 'planned', plan });
        } catch (error) {
          if (controller.signal.aborted) return;
          put(document.key, { step: 'failed', failure: operationFailure(error) });
        }
      }
    };
    const timer = setTimeout(() => void planAll(), SETTLE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [operations, cluster, written]);

  const runOne = async (document: YamlDocument, force = false) => {
    const { key } = document;
    try {
      // What the document needs may be there only now: a namespace that stood before it in the same text.
      const input = inputOf(document, force);
      const plan = await operations.plan(apply, input);
      if (!plan.allowed) throw new Error(plan.reason ?? '');
      put(key, { step: 'running', plan });
      const receipt = await operations.run(apply, input, { basis: plan.basis });
      note(receipt);
      if (receipt.status === 'failed') throw new Error(receipt.error?.message ?? '');
      put(key, { step: 'done', receipt });
    } catch (error) {
      put(key, { step: 'failed', failure: operationFailure(error) });
    }
  };
  const run = async () => {
    setRunning(true);
    for (const document of inOrder(documents)) {
      const state = states.get(document.key);
      if (document.problem !== undefined || state === undefined || state.step === 'done') continue;
      await runOne(document);
    }
    setRunning(false);
  };
  return { states, running, run, takeOver: (document: YamlDocument) => runOne(document, true) };
}
