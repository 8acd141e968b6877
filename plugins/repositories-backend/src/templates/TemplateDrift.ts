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
import type { HostedRepositories, OpenedHosted } from '../hosts/HostedRepositories';
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
const LEFT_OUT = ['NotFoundError', 'InputError', 'NotAllowedError', 'ServiceUnavailableError'];

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
      readonly hosted: HostedRepositories;
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
    const elsewhere = await this.#listOnHosts({ components, templates, asker });
    return {
      items: [...items, ...elsewhere],
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
    const open = openUpgradeOf(await store.pullRequests(place, 'open'));
    const detail = await this.#detail(templated, asker);
    return { ...detail, ...(open ? { openUpgrade: open.number } : {}) };
  }

  /**
   * The same of a repository on another git host.
   * @throws as `get`, and ServiceUnavailableError where the host does not answer
   */
  async getOnHost(address: string, asker: Asker): Promise<TemplatedRepositoryDetail> {
    const { catalog, hosted } = this.options;
    const opened = await hosted.open(address, asker);
    const { url } = opened.remote.name;
    const made = (await catalog.components(asker.credentials)).get(url);
    const templated = await this.#lookOnHost(opened, { made, asker });
    if (!templated) throw new NotFoundError(`No template made ${url}`);
    return this.#detail(templated, asker);
  }

  async #detail(
    templated: Templated,
    { credentials }: Pick<Asker, 'credentials'>,
  ): Promise<TemplatedRepositoryDetail> {
    const { made } = templated;
    const { found, files } = templated;
    const record = found.kind === 'found' ? found.record : undefined;
    const ref = record?.template ?? made?.template ?? '';
    const template = await this.options.catalog.template(ref, credentials);
    const templates = new Map(template ? [[ref, template]] : []);
    const row = describeTemplated(templated, templates);
    const compared = record && (await this.#render(record, template));
    return {
      ...row,
      files: record ? compareFiles(record, files, compared?.files) : [],
      ...(compared?.reason === undefined ? {} : { notCompared: compared.reason }),
      since: [
        ...((record && template && versionsSince(versionsOf(template), record.version)) ?? []),
      ],
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

  /** Those that the catalog names. One whose host does not answer, or that is not for the asker, is left out. */
  async #listOnHosts(search: {
    readonly components: ReadonlyMap<string, MadeComponent>;
    readonly templates: ReadonlyMap<string, Entity>;
    readonly asker: Asker;
  }): Promise<TemplatedRepository[]> {
    const { components, templates, asker } = search;
    const addresses = [...components].filter(([key]) => /^https?:/.test(key));
    const items: TemplatedRepository[] = [];
    for (let at = 0; at < addresses.length; at += AT_ONCE) {
      const some = addresses.slice(at, at + AT_ONCE).map(async ([address, made]) => {
        try {
          const opened = await this.options.hosted.open(address, asker);
          return await this.#lookOnHost(opened, { made, asker });
        } catch (error) {
          const isLeftOut = isError(error) && LEFT_OUT.includes(error.name);
          if (isLeftOut) return undefined;
          throw error;
        }
      });
      for (const each of await Promise.all(some))
        if (each) items.push(describeTemplated(each, templates));
    }
    return items;
  }

  async #lookOnHost(
    { remote, folder, head }: OpenedHosted,
    { made, asker }: { readonly made: MadeComponent | undefined; readonly asker: Asker },
  ): Promise<Templated | undefined> {
    const { host, path, url } = remote.name;
    const { found, files } = await this.#readCommit({ key: url, folder, head });
    if (found.kind === 'none' && made === undefined) return undefined;
    const offer = await this.options.access.offer(asker);
    return {
      ...{ place: { owner: [host, ...path.slice(0, -1)].join('/'), name: path.at(-1) ?? '', url } },
      ...{ made, files, mayWrite: remote.mayWrite && offer.write },
      found: found.kind === 'none' ? { kind: 'unrecorded' } : found,
    };
  }

  /** Undefined where the repository is empty. */
  async #read({ owner, name, defaultBranch }: StoredRepository): Promise<Read | undefined> {
    const folder = await this.options.bare.open({ owner, name });
    const head = await headOf(folder, defaultBranch);
    return head === undefined
      ? undefined
      : this.#readCommit({ key: `${owner}/${name}`, folder, head });
  }

  async #readCommit(commit: {
    readonly key: string;
    readonly folder: string;
    readonly head: string;
  }): Promise<Read> {
    const { key, folder, head } = commit;
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
