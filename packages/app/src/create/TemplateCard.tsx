import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EntityDisplayName,
  getEntityRelations,
  useStarredEntity,
} from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import IconButton from '@mui/material/IconButton';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { RiStarFill, RiStarLine } from '@remixicon/react';
import { Link as RouterLink } from 'react-router-dom';
import { shellTranslationRef } from '../translations/shellTranslationRef';
import { titleOf } from './templatesState';

/** One template: what it makes, whose it is. All of the card leads to its form. */
export function TemplateCard({ template }: { template: Entity }) {
  const { metadata } = template;
  const to = `/create/templates/${metadata.namespace ?? 'default'}/${metadata.name}`;
  return (
    <Box
      component="article"
      sx={{
        position: 'relative',
        display: 'flex',
        flexDirection: 'column',
        gap: 1,
        p: 2,
        border: 1,
        borderColor: 'divider',
        borderRadius: 2,
        bgcolor: 'background.paper',
        '&:hover': { borderColor: 'primary.main' },
      }}
    >
      <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 1 }}>
        <Typography variant="h3" sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
          <Link
            component={RouterLink}
            to={to}
            color="text.primary"
            underline="none"
            // Its whole card is clicked; the star below lies above this.
            sx={{ '&::after': { content: '""', position: 'absolute', inset: 0, borderRadius: 2 } }}
          >
            {titleOf(template)}
          </Link>
        </Typography>
        <Star template={template} />
      </Box>
      <Typography variant="body2" color="text.secondary" sx={{ flex: 1, overflowWrap: 'anywhere' }}>
        {metadata.description}
      </Typography>
      <Version template={template} />
      <Foot template={template} />
    </Box>
  );
}

/** Where services are made from it, which of them are behind. */
function Version({ template }: { template: Entity }) {
  const { t } = useTranslationRef(shellTranslationRef);
  const { 'kubemate.io/template-version': version, 'kubemate.io/template-versions': versions } =
    template.metadata.annotations ?? {};
  if (version === undefined || versions === undefined) return null;
  const query = new URLSearchParams({ template: stringifyEntityRef(template) });
  return (
    <Box sx={{ typography: 'caption', color: 'text.secondary' }}>
      {t('create.version', { version })}
      {' · '}
      <Link
        component={RouterLink}
        to={`/create/upgrades?${query}`}
        underline="always"
        sx={{ position: 'relative', zIndex: 1 }}
      >
        {t('create.madeFrom', { title: titleOf(template) })}
      </Link>
    </Box>
  );
}

function Star({ template }: { template: Entity }) {
  const { t } = useTranslationRef(shellTranslationRef);
  const { isStarredEntity, toggleStarredEntity } = useStarredEntity(template);
  const Icon = isStarredEntity ? RiStarFill : RiStarLine;
  const title = titleOf(template);
  return (
    <IconButton
      size="small"
      aria-pressed={isStarredEntity}
      aria-label={t('create.star', { title })}
      onClick={toggleStarredEntity}
      sx={{ position: 'relative', zIndex: 1, mt: -0.5, mr: -0.5 }}
    >
      <Icon size={18} aria-hidden />
    </IconButton>
  );
}

function Foot({ template }: { template: Entity }) {
  const { tags = [] } = template.metadata;
  const owners = getEntityRelations(template, 'ownedBy');
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 0.75,
        typography: 'caption',
        color: 'text.secondary',
      }}
    >
      {tags.map(tag => (
        <Chip key={tag} size="small" label={tag} />
      ))}
      <Box component="span" sx={{ ml: 'auto', display: 'inline-flex', gap: 1 }}>
        {owners.map(owner => (
          <EntityDisplayName
            key={stringifyEntityRef(owner)}
            entityRef={owner}
            hideIcon
            disableTooltip
          />
        ))}
      </Box>
    </Box>
  );
}
