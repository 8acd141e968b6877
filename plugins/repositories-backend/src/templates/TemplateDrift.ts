import { isError, NotFoundError } from '@backstage/errors';
import type { Entity } from '@backstage/catalog-model';
import { TEMPLATE_RECORD } from '@kubemate/plugin-repositories-common';
import type {
  KnownTemplate,
  RepositoryPlace,
  TemplatedRepository,
  TemplatedRepositoryDetail,
  TemplateRecord,
} from '@kubemate/plugin-repositories-common';
import type { BareRepositories } from '../git/BareRepositories';
import { headOf, listEntries } from '../git/Snapshot';
import { isTheirs } from '../repositories/RepositoryAccess';
import type { Asker, Offer, RepositoryAccess } from '../repositories/RepositoryAccess';
import type { RepositoryStore, StoredRepository } from '../store/RepositoryStore';
import { compareFiles, describeTemplated, presentFiles } from './describeTemplated';
import type { PresentFiles, Templated } from './describeTemplated';
import type { RenderedFiles } from './mergeTemplate';
import { readRecord } from './readRecord';
import type { FoundRecord } from './readRecord';
import type { MadeComponent, TemplateCatalog } from './TemplateCatalog';
import type { TemplateRenderer, Values } from './TemplateRenderer';
import { recordsVersions, versionsOf, versionsSince } from './templateVersions';
import { openUpgradeOf } from './upgradeBranch';

const AT_ONCE = 6;
const MAX_KEPT = 1000;

interface Read {
  readonly head: string;
  readonly found: FoundRecord;
  readonly files: PresentFiles;
}

/** How repositories stand to the templates that made them. Everybody is told of what they may read, of both. */
export class TemplateDrift {
  /** Of a commit, what never changes. */
  readonly #kept = new Map<string, Read>();

  constructor(
    private readonly options: {
      readonly access: RepositoryAccess;
      readonly bare: BareRepositories;
      readonly store: Pick<RepositoryStore, 'pullRequests'>;
      readonly catalog: TemplateCatalog;
      readonly renderer: TemplateRenderer;
    },
  ) {}

  async list(asker: Asker): Promise<{ items: TemplatedRepository[]; templates: KnownTemplate[] }> {
    const { access, catalog } = this.options;
    const { repositories, offer } = await access.list(asker);
    const templates = await catalog.templates(asker.credentials);
    const components = await catalog.components(asker.credentials);
    const items: TemplatedRepository[] = [];
    for (let at = 0; at < repositories.length; at += AT_ONCE) {
      const some = repositories.slice(at, at + AT_ONCE).map(async repository => {
        const made = components.get(`${repository.owner}/${repository.name}`);
        const templated = await this.#look({ repository, made, asker, offer });
        return templated && describeTemplated(templated, templates);
      });
      for (const each of await Promise.all(some)) if (each) items.push(each);
    }
    return {
      items,
      templates: [...templates]
        .filter(([, entity]) => recordsVersions(entity))
        .map(([template, entity]) => ({
          ...{ template, title: entity.metadata.title ?? entity.metadata.name },
          versions: [...versionsOf(entity)],
        })),
    };
  }

  /**
   * One repository, compared with what its template gives today.
   * @throws NotFoundError where there is none for the caller, or no template made it
   */
  async get(place: RepositoryPlace, asker: Asker): Promise<TemplatedRepositoryDetail> {
    const { access, catalog, store } = this.options;
    const { offer, ...repository } = await access.get(place, asker);
    const components = await catalog.components(asker.credentials);
    const made = components.get(`${place.owner}/${place.name}`);
    const templated = await this.#look({ repository, made, asker, offer });
    if (!templated) throw new NotFoundError(`No template made ${place.owner}/${place.name}`);
    const { found, files } = templated;
    const record = found.kind === 'found' ? found.record : undefined;
    const ref = record?.template ?? made?.template ?? '';
    const template = await catalog.template(ref, asker.credentials);
    const templates = new Map(template ? [[ref, template]] : []);
    const row = describeTemplated(templated, templates);
    const compared = record && (await this.#render(record, template));
    const open = openUpgradeOf(await store.pullRequests(place, 'open'));
    return {
      ...row,
      files: record ? compareFiles(record, files, compared?.files) : [],
      ...(compared?.reason === undefined ? {} : { notCompared: compared.reason }),
      since: [
        ...((record && template && versionsSince(versionsOf(template), record.version)) ?? []),
      ],
      ...(open ? { openUpgrade: open.number } : {}),
    };
  }

  /**
   * What the template of a record writes today.
   * @throws NotFoundError where the template is gone, or not for the caller
   */
  async render(
    { record, values }: { record: TemplateRecord; values: Values },
    { credentials }: Pick<Asker, 'credentials'>,
  ): Promise<{ template: Entity; files: RenderedFiles }> {
    const { catalog, renderer } = this.options;
    const template = await catalog.template(record.template, credentials);
    if (!template) throw new NotFoundError(`There is no ${record.template} any more`);
    return { template, files: await renderer.render(template, values) };
  }

  async #render(
    record: TemplateRecord,
    template: Entity | undefined,
  ): Promise<{ files?: RenderedFiles; reason?: string }> {
    if (!template) return { reason: `There is no ${record.template} any more` };
    try {
      const files = new Map(await this.options.renderer.render(template, record.values));
      // It says which version wrote it: that is no difference of its own.
      files.delete(TEMPLATE_RECORD);
      return { files };
    } catch (error) {
      return { reason: isError(error) ? error.message : String(error) };
    }
  }

  async #look(search: {
    readonly repository: StoredRepository;
    readonly made: MadeComponent | undefined;
    readonly asker: Asker;
    readonly offer: Offer;
  }): Promise<Templated | undefined> {
    const { repository, made, asker, offer } = search;
    const read = await this.#read(repository);
    const isMade = read && (read.found.kind !== 'none' || made !== undefined);
    if (!isMade) return undefined;
    const { found, files } = read;
    return {
      ...{ place: repository, made, files },
      found: found.kind === 'none' ? { kind: 'unrecorded' } : found,
      mayWrite: offer.write && isTheirs(repository, asker, offer),
    };
  }

  /** Undefined where the repository is empty. */
  async #read({ owner, name, defaultBranch }: StoredRepository): Promise<Read | undefined> {
    const folder = await this.options.bare.open({ owner, name });
    const head = await headOf(folder, defaultBranch);
    if (head === undefined) return undefined;
    const key = `${owner}/${name}`;
    const known = this.#kept.get(key);
    if (known?.head === head) return known;
    const found = await readRecord(folder, head);
    const recorded = found.kind === 'found';
    const { entries } = recorded
      ? await listEntries(folder, { commit: head, path: '', recursive: true })
      : { entries: [] };
    const read = { head, found, files: presentFiles(entries) };
    this.#kept.delete(key);
    this.#kept.set(key, read);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MAX_KEPT) break;
      this.#kept.delete(oldest);
    }
    return read;
  }
}
