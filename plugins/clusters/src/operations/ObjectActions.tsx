import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterObject } from '@kubemate/plugin-clusters-common';
import { ActionMenu } from '@kubemate/ui';
import Button from '@mui/material/Button';
import { RiArrowDownSLine } from '@remixicon/react';
import { useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { hasLogs } from '../object/hasLogs';
import { useLinks, type ObjectTarget } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import type { Action } from './actionCatalog';
import { ActionDialog } from './ActionDialog';
import { useShortcuts } from './shortcuts/useShortcuts';
import type { Subject } from './Subject';
import { useActionItems } from './useActionItems';

/** Everything that can be done to the object of a page, as a menu and by the keys of its actions. */
export function ObjectActions({ target, object }: { target: ObjectTarget; object: ClusterObject }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const navigate = useNavigate();
  const button = useRef<HTMLButtonElement>(null);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [chosen, setChosen] = useState<{ action: Action; subject: Subject }>();
  const subject = useMemo((): Subject => ({ target, kind: object.kind, object }), [target, object]);
  const { actions, items, loading, note } = useActionItems(subject, { enabled: true });
  const start = (id: string) => {
    setAnchor(null);
    const action = actions.find(item => item.id === id);
    if (action === undefined) return;
    if (action.id === 'editYaml') navigate(`${links.object(target, 'yaml')}&edit=true`);
    else setChosen({ action, subject });
  };
  const busy = chosen !== undefined || anchor !== null;
  useShortcuts(
    busy
      ? {}
      : {
          '.': () => setAnchor(button.current),
          d: () => navigate(links.object(target)),
          y: () => navigate(links.object(target, 'yaml')),
          v: () => navigate(links.object(target, 'events')),
          ...(hasLogs(target.resource) ? { l: () => navigate(links.object(target, 'logs')) } : {}),
          ...Object.fromEntries(
            items.flatMap(({ id, shortcut, disabledReason }) => {
              if (shortcut === undefined) return [];
              // A key does not fail without a word: the menu opens, and says why not.
              const run =
                disabledReason === undefined ? () => start(id) : () => setAnchor(button.current);
              return [[shortcut, run]];
            }),
          ),
        },
  );
  return (
    <>
      <Button
        ref={button}
        variant="contained"
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        aria-keyshortcuts="."
        endIcon={<RiArrowDownSLine size={16} />}
        onClick={event => setAnchor(event.currentTarget)}
      >
        {t('operations.menu')}
      </Button>
      <ActionMenu
        anchor={anchor}
        onClose={() => setAnchor(null)}
        label={t('operations.menuOf', { name: target.name })}
        items={items}
        loading={loading}
        note={note}
        onSelect={start}
      />
      {chosen !== undefined && (
        <ActionDialog {...chosen} opener={button.current} onClose={() => setChosen(undefined)} />
      )}
    </>
  );
}
