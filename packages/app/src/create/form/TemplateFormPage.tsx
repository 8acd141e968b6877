import { stringifyEntityRef } from '@backstage/catalog-model';
import { BreadcrumbEntry, useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  SecretsContextProvider,
  scaffolderApiRef,
  useTemplateSecrets,
} from '@backstage/plugin-scaffolder-react';
import type {
  FieldExtensionOptions,
  TemplateParameterSchema,
} from '@backstage/plugin-scaffolder-react';
import {
  formFieldsApiRef,
  useTemplateParameterSchema,
  Workflow,
} from '@backstage/plugin-scaffolder-react/alpha';
import type { JsonValue } from '@backstage/types';
import { FailureState, LoadingState, PageContent, QueryWrapper } from '@kubemate/ui';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useNavigate, useParams } from 'react-router-dom';
import { shellTranslationRef } from '../../translations/shellTranslationRef';
import { FormErrors } from './FormErrors';
import { ReviewStep } from './ReviewStep';
import { TemplateContext } from './TemplateContext';
import { useFormDecorators } from './useFormDecorators';

const COMPONENTS = { ReviewStepComponent: ReviewStep };

/**
 * The browser's own bubble names the first empty field only, in the language of the browser, and is gone as soon as anything is filled in: also by a field
 * that fills itself in. The form says of each field what is missing, below it, until it is there.
 */
const FORM = { noHtml5Validate: true, templates: { ErrorListTemplate: FormErrors } } as const;

/** The form of a template: Backstage's, whose last page says what would happen. */
export function TemplateFormPage() {
  const { namespace = '', templateName = '' } = useParams();
  return (
    <QueryWrapper>
      <BreadcrumbEntry entry={{ label: templateName, href: '.' }}>
        <SecretsContextProvider>
          <TemplateForm
            key={`${namespace}/${templateName}`}
            namespace={namespace}
            name={templateName}
          />
        </SecretsContextProvider>
      </BreadcrumbEntry>
    </QueryWrapper>
  );
}

function TemplateForm({ namespace, name }: { namespace: string; name: string }) {
  const { t } = useTranslationRef(shellTranslationRef);
  const templateRef = stringifyEntityRef({ kind: 'Template', namespace, name });
  const { manifest } = useTemplateParameterSchema(templateRef);
  const create = useCreate(templateRef, manifest);
  const fields = useFields();
  const template = useMemo(
    () => ({ ref: templateRef, buttonLabels: manifest?.presentation?.buttonLabels }),
    [templateRef, manifest],
  );
  if (fields.error !== null)
    return <FailureState title={t('create.plan.formFailed')} error={fields.error} />;
  if (fields.data === undefined) return <LoadingState />;
  return (
    <TemplateContext.Provider value={template}>
      <Workflow
        namespace={namespace}
        templateName={name}
        extensions={fields.data}
        components={COMPONENTS}
        formProps={FORM}
        onCreate={create}
        onError={error => (
          <PageContent>
            <FailureState
              title={t('create.plan.formFailed')}
              error={error ?? new Error(templateRef)}
            />
          </PageContent>
        )}
      />
    </TemplateContext.Provider>
  );
}

/** Those of Backstage and of the portal, which come as extensions. */
function useFields() {
  const api = useApi(formFieldsApiRef);
  return useQuery({
    queryKey: ['scaffolder', 'form-fields'],
    // A field of an extension is the options of Backstage's own form, whatever its type shows of them.
    queryFn: async () => (await api.loadFormFields()) as unknown as FieldExtensionOptions[],
    staleTime: Infinity,
  });
}

function useCreate(templateRef: string, manifest: TemplateParameterSchema | undefined) {
  const scaffolder = useApi(scaffolderApiRef);
  const { secrets } = useTemplateSecrets();
  const decorate = useFormDecorators();
  const navigate = useNavigate();
  return async (values: Record<string, JsonValue>) => {
    const filled = await decorate({ values, secrets }, manifest);
    const { taskId } = await scaffolder.scaffold({ templateRef, ...filled });
    navigate(`/create/tasks/${taskId}`);
  };
}
