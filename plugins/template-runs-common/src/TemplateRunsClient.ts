import { RouteClient } from '@kubemate/http-common';
import type { RequestOptions } from '@kubemate/http-common';
import { templateRunsRoutes } from './routes';
import type { TemplatePlan, UndoPlan } from './types';

/** A template with what a person has filled in. */
export interface TemplatePlanRequest {
  /** Entity ref. */
  readonly template: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Runs of templates.
 * @throws ResponseError with the server's error as its cause
 */
export interface TemplateRunsApi {
  /** What the run has made, and how each of it would be taken back. */
  undoPlan(run: string, options?: RequestOptions): Promise<UndoPlan>;
  /** What a run would do. Nothing changes. */
  planTemplate(request: TemplatePlanRequest, options?: RequestOptions): Promise<TemplatePlan>;
}

/** {@link TemplateRunsApi} over `fetch`. */
export class TemplateRunsClient implements TemplateRunsApi {
  readonly #client: RouteClient;

  constructor(options: {
    fetch: typeof globalThis.fetch;
    /** Where `/api/template-runs` is; where absent the browser's `fetchApi` finds it by `plugin://template-runs`. */
    baseUrl?: string | (() => string | Promise<string>);
  }) {
    const { fetch, baseUrl = 'plugin://template-runs' } = options;
    this.#client = new RouteClient({ fetch, baseUrl });
  }

  undoPlan(id: string, options?: RequestOptions) {
    return this.#client.json(templateRunsRoutes.getUndoPlan, { params: { id } }, options);
  }

  planTemplate({ template, values }: TemplatePlanRequest, options?: RequestOptions) {
    const body = { template, values: { ...values } };
    return this.#client.json(templateRunsRoutes.planTemplate, { body }, options);
  }
}
