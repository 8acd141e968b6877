import { coreComponentsTranslationRef } from '@backstage/core-components/alpha';
import { createTranslationResource } from '@backstage/frontend-plugin-api';
import { TranslationBlueprint } from '@backstage/plugin-app-react';
import { catalogGraphTranslationRef } from '@backstage/plugin-catalog-graph/alpha';
import { catalogReactTranslationRef } from '@backstage/plugin-catalog-react/alpha';
import { catalogTranslationRef } from '@backstage/plugin-catalog/alpha';
import { kubernetesReactTranslationRef } from '@backstage/plugin-kubernetes-react/alpha';
import { kubernetesTranslationRef } from '@backstage/plugin-kubernetes/alpha';
import { orgTranslationRef } from '@backstage/plugin-org/alpha';
import { scaffolderReactTranslationRef } from '@backstage/plugin-scaffolder-react/alpha';
import { scaffolderTranslationRef } from '@backstage/plugin-scaffolder/alpha';

/** 简体中文 for the pages that Backstage brings. The messages are declared full, so one that an upgrade adds fails the type check. */
export const backstageTranslations = [
  createTranslationResource({
    ref: catalogTranslationRef,
    translations: { zh: () => import('./catalogZh') },
  }),
  createTranslationResource({
    ref: catalogGraphTranslationRef,
    translations: { zh: () => import('./catalogGraphZh') },
  }),
  createTranslationResource({
    ref: catalogReactTranslationRef,
    translations: { zh: () => import('./catalogReactZh') },
  }),
  createTranslationResource({
    ref: coreComponentsTranslationRef,
    translations: { zh: () => import('./coreComponentsZh') },
  }),
  createTranslationResource({
    ref: kubernetesTranslationRef,
    translations: { zh: () => import('./kubernetesZh') },
  }),
  createTranslationResource({
    ref: kubernetesReactTranslationRef,
    translations: { zh: () => import('./kubernetesReactZh') },
  }),
  createTranslationResource({
    ref: orgTranslationRef,
    translations: { zh: () => import('./orgZh') },
  }),
  createTranslationResource({
    ref: scaffolderTranslationRef,
    translations: { zh: () => import('./scaffolderZh') },
  }),
  createTranslationResource({
    ref: scaffolderReactTranslationRef,
    translations: { zh: () => import('./scaffolderReactZh') },
  }),
].map(resource => TranslationBlueprint.make({ name: resource.id, params: { resource } }));
