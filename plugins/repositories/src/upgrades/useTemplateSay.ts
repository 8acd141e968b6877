import { useApiHolder } from '@backstage/frontend-plugin-api';
import { templateWordsApiRef, type TemplateSay, type TemplateWords } from '@kubemate/ui';

const same: TemplateSay = (_, text) => text;
const AS_IT_IS: TemplateWords = { useSay: () => same };

/** Says texts of the templates in the language of the page; as they are where the app has no words of templates. */
export function useTemplateSay(templates: readonly string[]): TemplateSay {
  const { useSay } = useApiHolder().get(templateWordsApiRef) ?? AS_IT_IS;
  return useSay(templates);
}
