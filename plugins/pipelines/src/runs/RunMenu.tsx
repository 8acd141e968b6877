import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Run } from '@kubemate/plugin-pipelines-common';
import { ActionMenu } from '@kubemate/ui';
import { RiArrowLeftRightLine } from '@remixicon/react';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { runAddress } from '../compare/runAddress';
import { useLinks } from '../links/useLinks';
import { RunActionDialog } from '../operations/RunActionDialog';
import type { RunActionId } from '../operations/runActions';
import { startedRun } from '../operations/startedRun';
import { useRunActionItems } from '../operations/useRunActionItems';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

const COMPARE = 'compare';

/** The actions of one run in a menu: of a row, and of its page where that is narrow. */
export function RunMenu(props: {
  run: Run;
  anchor: HTMLElement;
  onClose(): void;
  onDeleted?(): void;
}) {
  const { run, anchor, onClose, onDeleted } = props;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const navigate = useNavigate();
  const { items, loading, note } = useRunActionItems(run);
  const [chosen, setChosen] = useState<RunActionId>();
  if (chosen !== undefined)
    return (
      <RunActionDialog
        action={chosen}
        run={run.ref}
        opener={anchor}
        onClose={onClose}
        onDone={receipt => {
          const made = chosen === 'rerun' ? startedRun(receipt) : undefined;
          if (made !== undefined) navigate(links.run(made));
          if (chosen === 'delete' && receipt.status === 'succeeded') onDeleted?.();
        }}
      />
    );
  return (
    <ActionMenu
      anchor={anchor}
      onClose={onClose}
      label={t('actions.menuOf', { name: run.ref.name })}
      items={[
        ...(run.pipeline === undefined
          ? []
          : [
              {
                ...{ id: COMPARE, group: 'change', label: t('compare.withPrevious') },
                icon: <RiArrowLeftRightLine size={16} />,
              },
            ]),
        ...items,
      ]}
      loading={loading}
      note={note}
      onSelect={id =>
        id === COMPARE
          ? navigate(links.compare(runAddress(run.ref)))
          : setChosen(items.find(item => item.id === id)?.id)
      }
    />
  );
}
