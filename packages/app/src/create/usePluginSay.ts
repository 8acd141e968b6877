import type { Phrase } from '@kubemate/operations-common';
import { useSay as useClustersSay } from '@kubemate/plugin-clusters';
import { useSay as usePipelinesSay } from '@kubemate/plugin-pipelines';
import { useSay as useRepositoriesSay } from '@kubemate/plugin-repositories';
import { useSay as useTenantsSay } from '@kubemate/plugin-tenants';
import { useCallback } from 'react';

/** Says a plugin's sentence in the language of the page: its code has the plugin before it, as steps of one run are of several. */
export function usePluginSay(): (phrase: Phrase) => string | undefined {
  const clusters = useClustersSay();
  const pipelines = usePipelinesSay();
  const repositories = useRepositoriesSay();
  const tenants = useTenantsSay();
  return useCallback(
    (phrase: Phrase) => {
      const [, plugin, code] = /^([a-z-]+)\.(\w+)$/.exec(phrase.code) ?? [];
      if (code === undefined) return undefined;
      const own = { ...phrase, code };
      if (plugin === 'clusters') return clusters(own);
      if (plugin === 'pipelines') return pipelines(own);
      if (plugin === 'tenants') return tenants(own);
      return plugin === 'repositories' ? repositories(own) : undefined;
    },
    [clusters, pipelines, repositories, tenants],
  );
}
