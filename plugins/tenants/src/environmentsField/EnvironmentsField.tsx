import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import type { Tenant, Environment } from '@kubemate/plugin-tenants-common';
import { EmptyState, ErrorState, LoadingState, QueryWrapper } from '@kubemate/ui';
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useEffect } from 'react';
import { useTenants } from '../api/queries';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import {
  defaultEnvironments,
  ENVIRONMENTS,
  placesOf,
  tenantOf,
  textOf,
  usableTenants,
  type Environments,
} from './environmentChoices';

type Props = FieldExtensionComponentProps<Environments>;

/** A tenant of the person, and of each environment the namespace in which a service runs. */
export function EnvironmentsField(props: Props) {
  return (
    <QueryWrapper>
      <Choices {...props} />
    </QueryWrapper>
  );
}

function Choices(props: Props) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const { data, error, refetch } = useTenants();
  if (data === undefined) {
    if (error === null) return <LoadingState />;
    return (
      <ErrorState title={t('environmentsField.failed')} error={error} onRetry={() => refetch()} />
    );
  }
  const tenants = usableTenants(data.items);
  if (tenants.length === 0)
    return (
      <EmptyState
        title={t('environmentsField.none')}
        description={t('environmentsField.noneHint')}
      />
    );
  return <TenantChoice {...props} tenants={tenants} />;
}

function TenantChoice(props: Props & { tenants: readonly Tenant[] }) {
  const { tenants, formData, onChange, disabled, readonly } = props;
  const { t } = useTranslationRef(tenantsTranslationRef);
  const value = formData ?? {};
  const tenant = tenantOf(tenants, value);
  const [only] = tenants.length === 1 ? tenants : [];
  const isUntouched = tenant === undefined && only !== undefined;
  useEffect(() => {
    if (isUntouched && only) onChange(defaultEnvironments(only));
    // The form gives a new function with each of its drawings.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isUntouched, only]);
  const choose = (name: string) => {
    const chosen = tenants.find(each => each.name === name);
    if (chosen) onChange(defaultEnvironments(chosen));
  };
  const isFixed = disabled || readonly;
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      <TextField
        select
        required
        fullWidth
        id="environments-tenant"
        label={t('environmentsField.tenant')}
        helperText={t('environmentsField.tenantHint')}
        value={tenant?.name ?? ''}
        disabled={isFixed}
        onChange={event => choose(event.target.value)}
        SelectProps={{ renderValue: () => tenant?.title }}
      >
        {tenants.map(({ name, title, description }) => (
          <MenuItem key={name} value={name}>
            <Box sx={{ minWidth: 0 }}>
              {title}
              <Typography variant="caption" color="text.secondary" noWrap component="div">
                {description ?? name}
              </Typography>
            </Box>
          </MenuItem>
        ))}
      </TextField>
      {tenant !== undefined && (
        <Box
          sx={{
            display: 'grid',
            gap: 2,
            gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'repeat(3, minmax(0, 1fr))' },
          }}
        >
          {ENVIRONMENTS.map(environment => (
            <PlaceChoice
              key={environment}
              tenant={tenant}
              environment={environment}
              value={value}
              isFixed={isFixed}
              onChange={onChange}
            />
          ))}
        </Box>
      )}
    </Box>
  );
}

interface PlaceChoiceProps {
  tenant: Tenant;
  environment: Environment;
  value: Environments;
  isFixed: boolean;
  onChange(value: Environments): void;
}

function PlaceChoice({ tenant, environment, value, isFixed, onChange }: PlaceChoiceProps) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const places = placesOf(tenant, environment);
  const chosen = value[environment];
  const isMissing = places.length === 0;
  return (
    <TextField
      select
      fullWidth
      required
      id={`environments-${environment}`}
      label={t(`environment.${environment}`)}
      value={chosen === undefined ? '' : textOf(chosen)}
      error={isMissing}
      helperText={isMissing ? t('environmentsField.missing') : undefined}
      disabled={isFixed || isMissing}
      onChange={event => {
        const place = places.find(each => textOf(each) === event.target.value);
        if (place) onChange({ ...value, [environment]: place });
      }}
    >
      {places.map(place => (
        <MenuItem key={textOf(place)} value={textOf(place)}>
          {textOf(place)}
        </MenuItem>
      ))}
    </TextField>
  );
}
