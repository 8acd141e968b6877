import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import type { Tenant } from '@kubemate/plugin-tenants-common';
import { EmptyState, ErrorState, LoadingState, QueryWrapper } from '@kubemate/ui';
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { useTenants } from '../api/queries';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { clustersOf, namespacesOn, tenantsThatMay, usableTenants } from './environmentChoices';

type Props = FieldExtensionComponentProps<
  string,
  { clusterField?: string; may?: keyof Tenant['may'] }
>;

/** A tenant in which the person may run something, or do what the option `may` names. Each with its title and plan. */
export function TenantField(props: Props) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const { may } = props.uiSchema['ui:options'] ?? {};
  const none =
    may === undefined
      ? undefined
      : { title: t('environmentsField.noneMay'), description: t('environmentsField.noneMayHint') };
  return (
    <WithTenants
      none={none}
      choose={items => (may === undefined ? usableTenants(items) : tenantsThatMay(items, may))}
    >
      {tenants => (
        <Choice
          {...props}
          choices={tenants.map(({ name, title, plan }) => ({
            value: name,
            hint: t('environmentsField.tenantPlan', { title, plan }),
          }))}
          missing="environmentsField.otherTenant"
        />
      )}
    </WithTenants>
  );
}

/** A cluster on which a tenant of the person has namespaces. */
export function ClusterField(props: Props) {
  return (
    <WithTenants>
      {tenants => (
        <Choice
          {...props}
          choices={clustersOf(tenants).map(cluster => ({ value: cluster }))}
          missing="environmentsField.otherCluster"
        />
      )}
    </WithTenants>
  );
}

/** A namespace of the person's tenants on the cluster that another field of the form has: `cluster`, or what the option `clusterField` names. */
export function NamespaceField(props: Props) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const { clusterField = 'cluster' } = props.uiSchema['ui:options'] ?? {};
  const form: unknown = props.formContext?.formData;
  const cluster = typeof form === 'object' && form !== null ? Reflect.get(form, clusterField) : '';
  if (typeof cluster !== 'string' || cluster === '')
    return (
      <TextField
        fullWidth
        disabled
        id={props.idSchema.$id}
        label={props.schema.title}
        value=""
        helperText={t('environmentsField.clusterFirst')}
      />
    );
  return (
    <WithTenants>
      {tenants => (
        <Choice
          {...props}
          choices={namespacesOn(tenants, cluster).map(({ namespace, tenant }) => ({
            value: namespace,
            hint: tenant,
          }))}
          missing="environmentsField.otherNamespace"
        />
      )}
    </WithTenants>
  );
}

interface TenantsProps {
  readonly children: (tenants: readonly Tenant[]) => ReactNode;
  /** Those of all one sees that are offered; where one may run something where absent. */
  readonly choose?: (tenants: readonly Tenant[]) => readonly Tenant[];
  /** Said where that is none. */
  readonly none?: { readonly title: string; readonly description: string };
}

function WithTenants(props: TenantsProps) {
  return (
    <QueryWrapper>
      <Loaded {...props} />
    </QueryWrapper>
  );
}

function Loaded({ children, choose = usableTenants, none }: TenantsProps) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const { data, error, refetch } = useTenants();
  if (data === undefined) {
    if (error === null) return <LoadingState />;
    return (
      <ErrorState title={t('environmentsField.failed')} error={error} onRetry={() => refetch()} />
    );
  }
  const tenants = choose(data.items);
  if (tenants.length > 0) return <>{children(tenants)}</>;
  const said = none ?? {
    title: t('environmentsField.none'),
    description: t('environmentsField.noneHint'),
  };
  return <EmptyState {...said} />;
}

function Choice(
  props: Props & {
    choices: readonly { value: string; hint?: string }[];
    missing: `environmentsField.${'otherCluster' | 'otherNamespace' | 'otherTenant'}`;
  },
) {
  const { choices, missing, formData = '', onChange, schema, required, idSchema } = props;
  const { rawErrors = [], disabled, readonly } = props;
  const { t } = useTranslationRef(tenantsTranslationRef);
  const isKnown = choices.some(({ value }) => value === formData);
  const isOther = formData !== '' && !isKnown;
  return (
    <TextField
      select
      fullWidth
      required={required}
      id={idSchema.$id}
      label={schema.title}
      // What was chosen for another cluster is no choice of this one.
      value={isKnown ? formData : ''}
      error={isOther || rawErrors.length > 0}
      helperText={isOther ? t(missing, { value: formData }) : schema.description}
      disabled={disabled || readonly || choices.length === 0}
      onChange={event => onChange(event.target.value)}
      SelectProps={{ renderValue: value => String(value) }}
    >
      {choices.map(({ value, hint }) => (
        <MenuItem key={value} value={value}>
          <Box sx={{ minWidth: 0 }}>
            {value}
            {hint !== undefined && (
              <Typography variant="caption" color="text.secondary" noWrap component="div">
                {hint}
              </Typography>
            )}
          </Box>
        </MenuItem>
      ))}
    </TextField>
  );
}
