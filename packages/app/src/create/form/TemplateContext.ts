import { createContext } from 'react';

/** The template whose form is filled in. */
export interface TemplateOfForm {
  /** Entity ref. */
  readonly ref: string;
  /** As the template wants them to be called. */
  readonly buttonLabels?: { readonly backButtonText?: string; readonly createButtonText?: string };
}

export const TemplateContext = createContext<TemplateOfForm>({ ref: '' });
