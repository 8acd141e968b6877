import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { OperationReceipt } from '@kubemate/operations-common';
import { OperationDialog, operationsApiRef, receiptTrayApiRef } from '@kubemate/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import type { Action } from './actionCatalog';
import { FORMS } from './forms/forms';
import { RevealDialog } from './RevealDialog';
import type { Subject } from './Subject';
import { useSay } from './useSay';

export interface ActionDialogProps {
  action: Action;
  /** As it was when the dialog was opened. */
  subject: Subject;
  opener?: HTMLElement | null;
  onClose(): void;
}

/** The dialog of one action on one object. */
export function ActionDialog(props: ActionDialogProps) {
  const { action, subject, opener, onClose } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  const say = useSay();
  const operations = useApi(operationsApiRef);
  const onReceipt = useNoteReceipt();
  const entry = FORMS[action.id];
  const [input, setInput] = useState(entry === undefined ? action.input(subject) : undefined);
  const label = t(`operations.actions.${action.id}`);
  const title = t('operations.titleOf', { action: label, name: subject.target.name });
  if (action.id === 'reveal')
    return <RevealDialog {...{ action, subject, title, opener, onClose }} />;
  return (
    <OperationDialog
      say={say}
      operations={operations}
      contract={action.contract}
      input={input}
      inputHint={entry && t(`operations.${entry.hint}`)}
      title={title}
      runLabel={label}
      onClose={onClose}
      onReceipt={onReceipt}
      opener={opener}
    >
      {entry && <entry.Form subject={subject} onInput={setInput} />}
    </OperationDialog>
  );
}

/** Puts a receipt into the tray, and loads again what the screen shows of the clusters. */
export function useNoteReceipt(): (receipt: OperationReceipt) => void {
  const tray = useApi(receiptTrayApiRef);
  const queries = useQueryClient();
  return receipt => {
    tray.add(receipt);
    void queries.invalidateQueries({ queryKey: ['clusters'] });
    void queries.invalidateQueries({ queryKey: ['operations'] });
  };
}
