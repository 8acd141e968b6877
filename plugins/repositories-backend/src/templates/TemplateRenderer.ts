import type {
  AuthService,
  DiscoveryService,
  UrlReaderService,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { filePathSchema } from '@kubemate/plugin-repositories-common';
import { dryRunTemplate, readTemplateFolder } from '@kubemate/templates-node';
import type { DryRunFile, TemplateFiles } from '@kubemate/templates-node';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { RenderedFiles } from './mergeTemplate';
import { writingSteps } from './writingSteps';
import type { WritingSteps } from './writingSteps';

const MAX_AT_ONCE = 2;
const MAX_KEPT = 40;

export type Values = Readonly<Record<string, unknown>>;

/**
 * What a template writes today for given values: the scaffolder's own dry run, of its writing steps alone. These reach no cluster and read nothing but the template,
 * so they are run as the portal, for whoever may see the template and has the values.
 */
export class TemplateRenderer {
  readonly #kept = new Map<string, Promise<RenderedFiles>>();
  readonly #turns: Promise<unknown>[] = Array.from({ length: MAX_AT_ONCE }, async () => {});
  #next = 0;

  constructor(
    private readonly options: {
      readonly auth: AuthService;
      readonly discovery: DiscoveryService;
      readonly reader: UrlReaderService;
      readonly fetch: typeof globalThis.fetch;
    },
  ) {}

  /**
   * @throws InputError where the template cannot be run again by itself, or does not take the values
   * @throws ServiceUnavailableError where the scaffolder does not answer
   */
  async render(template: Entity, values: Values): Promise<RenderedFiles> {
    const { reader } = this.options;
    const writing = writingSteps(template);
    const beside = await readTemplateFolder(template, { paths: writing.folders, reader });
    const filled = withDefaults(template, values);
    const key = keyOf(template, beside, filled);
    const known = this.#kept.get(key);
    if (known) return known;
    const rendering = this.#inTurn(() => this.#dryRun({ template, writing, beside }, filled));
    this.#kept.set(key, rendering);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MAX_KEPT) break;
      this.#kept.delete(oldest);
    }
    // What went wrong once may go well the next time.
    rendering.catch(() => this.#kept.delete(key));
    return rendering;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const at = this.#next;
    this.#next = (this.#next + 1) % MAX_AT_ONCE;
    const mine = (this.#turns[at] ?? Promise.resolve()).then(work, work);
    this.#turns[at] = mine.catch(() => {});
    return mine;
  }

  async #dryRun(
    parts: { template: Entity; writing: WritingSteps; beside: TemplateFiles },
    values: Values,
  ): Promise<RenderedFiles> {
    const { writing, beside } = parts;
    const { auth, discovery, fetch } = this.options;
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: 'scaffolder',
    });
    const spec = { ...parts.template.spec, steps: writing.steps, output: {} };
    const template = { ...parts.template, spec };
    const baseUrl = await discovery.getBaseUrl('scaffolder');
    try {
      const { files } = await dryRunTemplate(
        { template, values, beside },
        { baseUrl, token, fetch },
      );
      return toFiles(files);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const { name } = template.metadata;
      throw new InputError(`${name} does not take the values: ${error.message}`);
    }
  }
}

/** Fields that the recorded version did not have, as their form fills them in. */
function withDefaults({ spec }: Entity, values: Values): Values {
  const pages = [spec?.parameters ?? []].flat();
  const schema = z.object({ properties: z.record(z.string(), z.looseObject({})) });
  const filled: Record<string, unknown> = {};
  for (const page of pages)
    for (const [field, { default: given }] of Object.entries(
      schema.safeParse(page).data?.properties ?? {},
    ))
      if (given !== undefined) filled[field] = given;
  return { ...filled, ...values };
}

function keyOf({ spec, metadata }: Entity, beside: TemplateFiles, values: Values): string {
  const hash = createHash('sha256').update(JSON.stringify([metadata.name, spec, values]));
  for (const [path, content] of beside)
    hash.update(`\0${path}\0${content.length}\0`).update(content);
  return hash.digest('hex');
}

function toFiles(files: readonly DryRunFile[]): RenderedFiles {
  return new Map(
    files.map(({ path, content, executable }) => [
      filePathSchema.parse(path),
      { content, executable },
    ]),
  );
}
