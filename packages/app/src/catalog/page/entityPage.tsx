import { coreExtensionData, useTranslationRef } from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { useMemo } from 'react';
import { shellTranslationRef } from '../../translations/shellTranslationRef';
import { tabKey } from './tabTitles';

type Titled = (title: string) => string;

const { dataRefs } = EntityContentBlueprint;

/** Backstage takes the titles of tabs as plain text, once. So its page is made anew in each language that it is looked at in. */
export const entityPage = catalogPlugin.getExtension('page:catalog/entity').override({
  factory(original, { inputs }) {
    const pageWith = (titled: Titled) =>
      original({
        inputs: {
          ...inputs,
          contents: inputs.contents.map(content => {
            const optional = [
              ...[coreExtensionData.routeRef, dataRefs.filterFunction, dataRefs.filterExpression],
              ...[dataRefs.group, dataRefs.icon],
            ].flatMap(ref => {
              const value = content.get(ref as typeof dataRefs.group);
              return value === undefined ? [] : [(ref as typeof dataRefs.group)(value)];
            });
            return [
              coreExtensionData.reactElement(content.get(coreExtensionData.reactElement)),
              coreExtensionData.routePath(content.get(coreExtensionData.routePath)),
              dataRefs.title(titled(content.get(dataRefs.title))),
              ...optional,
            ];
          }),
        },
      });
    const page = pageWith(title => title);
    return [
      ...[...page].filter(({ id }) => id !== coreExtensionData.reactElement.id),
      coreExtensionData.reactElement(
        <InLanguage make={titled => pageWith(titled).get(coreExtensionData.reactElement)} />,
      ),
    ];
  },
});

function InLanguage({ make }: { make: (titled: Titled) => JSX.Element }) {
  const { t } = useTranslationRef(shellTranslationRef);
  return useMemo(
    () =>
      make(title => {
        const key = tabKey(title);
        return key === undefined ? title : t(`entityTab.${key}`);
      }),
    [make, t],
  );
}
