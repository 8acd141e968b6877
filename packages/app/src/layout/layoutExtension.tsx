import { coreExtensionData } from '@backstage/frontend-plugin-api';
import appPlugin from '@backstage/plugin-app';
import { Layout } from './Layout';

/** Replaces Backstage's page frame, whose sidebar is drawn over the content, by a frame of two columns. */
export const layoutExtension = appPlugin.getExtension('app/layout').override({
  factory: (_original, { inputs }) => [
    coreExtensionData.reactElement(
      <Layout
        navigation={inputs.nav.get(coreExtensionData.reactElement)}
        content={inputs.content.get(coreExtensionData.reactElement)}
      />,
    ),
  ],
});
