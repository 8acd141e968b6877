import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { formatResourceId, type ResourceId } from '@kubemate/kube-common';
import { LoadingState, SearchBox } from '@kubemate/ui';
import Box from '@mui/material/Box';
import ListItemButton from '@mui/material/ListItemButton';
import Typography from '@mui/material/Typography';
import { memo, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { KindIcon } from '../kinds/KindIcon';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { groupResourceTypes, type FleetResourceType, type ResourceGroup } from './resourceTypes';

export interface ResourcePickerProps {
  types: readonly FleetResourceType[];
  loading: boolean;
  selected: ResourceId;
  /** Rows of the selected type, once known. */
  count?: number;
  onSelect(type: FleetResourceType): void;
}

/** Moves the focus over the kinds of a list; the list is one stop of the Tab key per kind otherwise. */
function moveFocus(list: HTMLElement | null, event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (list === null || step === undefined) return;
  const options = [...list.querySelectorAll<HTMLElement>('[data-kind]')];
  const at = options.findIndex(option => option === document.activeElement);
  const next = options[at + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

/** Every kind that can be listed somewhere, by what it is for. */
export const ResourcePicker = memo((props: ResourcePickerProps) => {
  const { types, loading, selected, count, onSelect } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  const [text, setText] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const groups = useMemo(() => groupResourceTypes(types, text), [types, text]);
  const current = formatResourceId(selected);
  if (loading) return <LoadingState lines={10} />;
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', minHeight: 0, height: 1 }}>
      <Box sx={{ p: 1.5, pb: 1 }}>
        <SearchBox
          value={text}
          onChange={setText}
          delay={0}
          slash={false}
          label={t('explorer.findKind')}
          placeholder={t('explorer.findKind')}
        />
      </Box>
      <Box
        ref={list}
        component="nav"
        aria-label={t('explorer.kinds')}
        onKeyDown={event => moveFocus(list.current, event)}
        sx={{ overflowY: 'auto', flex: 1, minHeight: 0, px: 1, pb: 2 }}
      >
        {groups.map(group => (
          <KindGroup
            key={group.id}
            group={group}
            current={current}
            count={count}
            onSelect={onSelect}
          />
        ))}
        {groups.length === 0 && (
          <Typography variant="body2" color="text.secondary" sx={{ p: 1 }}>
            {t('explorer.noKind', { text })}
          </Typography>
        )}
      </Box>
    </Box>
  );
});
ResourcePicker.displayName = 'ResourcePicker';

interface KindGroupProps {
  group: ResourceGroup;
  current: string;
  count?: number;
  onSelect(type: FleetResourceType): void;
}

function KindGroup({ group, current, count, onSelect }: KindGroupProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const title = group.category === undefined ? group.id : t(`explorer.category.${group.category}`);
  return (
    <Box sx={{ mt: 1 }}>
      <Typography
        variant="caption"
        component="h2"
        noWrap
        title={title}
        sx={{ px: 1, py: 0.5, color: 'text.secondary', fontWeight: 600 }}
      >
        {title}
      </Typography>
      {group.types.map(type => {
        const active = type.resource === current;
        return (
          <ListItemButton
            key={type.resource}
            dense
            data-kind
            selected={active}
            aria-current={active ? 'page' : undefined}
            onClick={() => onSelect(type)}
            title={`${type.plural}.${type.group === '' ? type.version : type.group}`}
            sx={{ borderRadius: 1, px: 1, py: 0.375, gap: 1, minHeight: 30 }}
          >
            <Box
              component="span"
              sx={{ display: 'flex', color: active ? 'primary.main' : 'text.secondary' }}
            >
              <KindIcon kind={type.kind} size={16} />
            </Box>
            <Typography variant="body2" noWrap sx={{ flex: 1 }}>
              {type.kind}
            </Typography>
            {active && count !== undefined && (
              <Typography variant="caption" color="text.secondary">
                {count.toLocaleString()}
              </Typography>
            )}
          </ListItemButton>
        );
      })}
    </Box>
  );
}
