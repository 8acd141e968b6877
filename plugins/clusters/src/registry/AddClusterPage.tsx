import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { OperationInput, OperationReceipt } from '@kubemate/operations-common';
import { clustersOperations } from '@kubemate/plugin-clusters-common';
import {
  ActionButton,
  choiceParam,
  DeniedState,
  EmptyState,
  LoadingState,
  OperationDialog,
  operationFailure,
  operationsApiRef,
  Page,
  PageContent,
  PageHeader,
  PartialBanner,
  Section,
  useDocumentTitle,
  useUrlState,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import { RiSearchEyeLine } from '@remixicon/react';
import { useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { useNoteReceipt } from '../operations/ActionDialog';
import { useSay } from '../operations/useSay';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { NO_SETTINGS, settingsProblems, toSettings } from './clusterSettings';
import { NO_SOURCE, readSource, suggestName, WAYS, type SourceFields } from './clusterSource';
import { IdentitySelect } from './IdentitySelect';
import { ProbeReport } from './ProbeReport';
import { SettingsForm } from './SettingsForm';
import { SourceForm } from './SourceForm';
import { useProbe, type ProbeInput } from './useProbe';
import { useRegistrations, useRegistryAccess } from './useRegistry';

const PARAMS = { way: choiceParam(WAYS) };

/** Adds a cluster to the running portal: it is looked at first, then named, then kept. */
export function AddClusterPage() {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const { add } = useRegistryAccess();
  useDocumentTitle(t('registry.add'), t('clusters.title'));
  return (
    <Page>
      <PageHeader
        title={t('registry.add')}
        breadcrumbs={[{ title: t('clusters.title'), to: links.clusters() }]}
      />
      <PageContent>
        {add?.allowed === false ? <DeniedState reason={add.reason ?? ''} /> : <AddCluster />}
      </PageContent>
    </Page>
  );
}

function AddCluster() {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { change } = useRegistryAccess();
  const registrations = useRegistrations({ enabled: change?.allowed === true });
  const keyless = registrations.data?.unavailable;
  const [{ way }, update] = useUrlState(PARAMS);
  const unavailable = way === 'in-cluster' ? undefined : keyless;
  const [fields, setFields] = useState(NO_SOURCE);
  const [settings, setSettings] = useState(NO_SETTINGS);
  const [trust, setTrust] = useState<string>();
  const probe = useProbe();
  const reading = readSource(way, fields);
  const { identity } = settings;
  const inputWith = (pem: string | undefined): ProbeInput | undefined =>
    reading.complete
      ? { ...reading.input, ...(pem === undefined ? {} : { trust: pem }), identity }
      : undefined;
  const look = (pem = trust) => {
    const input = inputWith(pem);
    if (input === undefined) return;
    setTrust(pem);
    if (settings.name === '') setSettings({ ...settings, name: suggestName(way, fields) });
    probe.mutate(input);
  };
  // What was found is of what was asked; another source, another look.
  const forget = () => {
    setTrust(undefined);
    probe.reset();
  };
  const setSource = (next: SourceFields) => {
    setFields(next);
    forget();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    look();
  };
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2,
        alignItems: 'start',
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 1fr) minmax(0, 1fr)' },
        gridTemplateRows: { lg: 'auto 1fr' },
        // The answer beside the question where there is room, between it and the name where there is not.
        gridTemplateAreas: {
          xs: '"where" "found" "name"',
          lg: '"where found" "name found"',
        },
      }}
    >
      <Box sx={{ gridArea: 'where' }}>
        <Section title={t('registry.where')}>
          {unavailable !== undefined && (
            <Box sx={{ mb: 2 }}>
              <PartialBanner
                severity="failed"
                title={t('registry.noKey')}
                items={[{ key: 'reason', text: unavailable }]}
              />
            </Box>
          )}
          <Stack component="form" noValidate gap={2} onSubmit={submit}>
            <SourceForm
              way={way}
              onWayChange={next => {
                update({ way: next });
                forget();
              }}
              fields={fields}
              onChange={setSource}
            />
            <IdentitySelect
              value={identity}
              onChange={next => {
                setSettings({ ...settings, identity: next });
                probe.reset();
              }}
            />
            <Box>
              <ActionButton
                type="submit"
                variant={probe.data === undefined ? 'contained' : 'outlined'}
                startIcon={<RiSearchEyeLine size={16} />}
                disabledReason={
                  probe.isPending
                    ? t('registry.probing')
                    : reading.complete
                      ? undefined
                      : t(`registry.missing.${reading.missing}`)
                }
              >
                {t(probe.data === undefined ? 'registry.probe' : 'registry.probeAgain')}
              </ActionButton>
            </Box>
          </Stack>
        </Section>
      </Box>
      <Box sx={{ gridArea: 'found' }}>
        <Section title={t('registry.found')}>
          <Found probe={probe} onTrust={look} />
        </Section>
      </Box>
      <Box sx={{ gridArea: 'name' }}>
        <Save
          probe={probe}
          settings={settings}
          onChange={setSettings}
          source={inputWith(trust)}
          unavailable={unavailable}
        />
      </Box>
    </Box>
  );
}

function Found({
  probe,
  onTrust,
}: {
  probe: ReturnType<typeof useProbe>;
  onTrust(pem: string): void;
}) {
  const { t } = useTranslationRef(clustersTranslationRef);
  if (probe.isPending) return <LoadingState label={t('registry.probing')} lines={6} />;
  if (probe.isError)
    return (
      <PartialBanner
        severity="failed"
        title={t('registry.notRead')}
        items={[{ key: 'reason', text: operationFailure(probe.error).message }]}
      />
    );
  if (probe.data === undefined)
    return (
      <EmptyState
        icon={<RiSearchEyeLine size={32} />}
        title={t('registry.foundEmpty')}
        description={t('registry.foundEmptyHint')}
      />
    );
  return <ProbeReport probe={probe.data} onTrust={onTrust} />;
}

type RegisterInput = OperationInput<typeof clustersOperations.registerCluster>;

function Save(props: {
  probe: ReturnType<typeof useProbe>;
  settings: typeof NO_SETTINGS;
  onChange(settings: typeof NO_SETTINGS): void;
  source: ProbeInput | undefined;
  /** Why no credential can be kept. */
  unavailable: string | undefined;
}) {
  const { probe, settings, onChange, source, unavailable } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  const say = useSay();
  const operations = useApi(operationsApiRef);
  const links = useLinks();
  const navigate = useNavigate();
  const note = useNoteReceipt();
  const [input, setInput] = useState<RegisterInput>();
  const problems = settingsProblems(settings);
  const blocked = () => {
    if (probe.data === undefined) return t('registry.lookFirst');
    if (probe.data.outcome === 'failed') return t('registry.lookedFailed');
    if (unavailable !== undefined) return unavailable;
    if (problems.name === 'missing') return t('registry.nameMissing');
    if (problems.name === 'invalid') return t('registry.nameInvalid');
    return problems.owner === undefined ? undefined : t('registry.ownerInvalid');
  };
  const onReceipt = (receipt: OperationReceipt) => {
    note(receipt);
    if (receipt.status === 'succeeded') navigate(links.cluster(settings.name.trim()));
  };
  return (
    <Section title={t('registry.settings')}>
      <Stack gap={2}>
        <SettingsForm fields={settings} onChange={onChange} />
        <Box>
          <ActionButton
            variant="contained"
            disabledReason={blocked()}
            onClick={() => source && setInput({ ...toSettings(settings), ...source })}
          >
            {t('registry.save')}
          </ActionButton>
        </Box>
      </Stack>
      {input !== undefined && (
        <OperationDialog
          say={say}
          operations={operations}
          contract={clustersOperations.registerCluster}
          input={input}
          title={t('registry.add')}
          runLabel={t('registry.save')}
          onClose={() => setInput(undefined)}
          onReceipt={onReceipt}
        />
      )}
    </Section>
  );
}
