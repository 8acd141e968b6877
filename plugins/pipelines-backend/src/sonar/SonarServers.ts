import {
  isError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { Clock } from '@kubemate/kube-node';
import { QUALITY_MEASURES } from '@kubemate/plugin-pipelines-common';
import type { CodeQuality } from '@kubemate/plugin-pipelines-common';
import { Upstream } from '@kubemate/upstream-node';
import type { z } from 'zod';
import type { SonarConfig } from './readSonarConfig';
import { analysesSchema, measuresSchema, projectStatusSchema } from './sonarSchemas';

const CONCURRENCY = 4;
const FRESH_MS = 30_000;
const MAX_KEPT = 2000;

interface Server {
  readonly config: SonarConfig;
  readonly upstream: Upstream;
}

interface Kept {
  readonly at: number;
  readonly quality: Promise<CodeQuality>;
}

/** Quality gates of SonarQube, by its web API and with the portal's own token. */
export class SonarServers {
  readonly #servers: readonly Server[];
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept>();

  constructor({ configs, clock }: { configs: readonly SonarConfig[]; clock: Clock }) {
    this.#clock = clock;
    this.#servers = configs.map(config => ({
      config,
      upstream: new Upstream({
        name: `SonarQube ${config.name}`,
        url: config.url,
        // A token is the name of an account without a password, in every version.
        headers: { authorization: `Basic ${Buffer.from(`${config.token}:`).toString('base64')}` },
        concurrency: CONCURRENCY,
      }),
    }));
  }

  async close(): Promise<void> {
    await Promise.all(this.#servers.map(({ upstream }) => upstream.close()));
  }

  /** Of a project as the annotation names it: `key`, or `server/key` where there are several. */
  async quality(project: string | undefined): Promise<CodeQuality> {
    if (this.#servers.length === 0) return { state: 'no-server' };
    if (project === undefined || project === '') return { state: 'no-project' };
    const { server, key } = this.#find(project);
    if (server === undefined) return { state: 'no-server', project };
    const name = `${server.config.name} ${key}`;
    const now = this.#clock.now();
    const kept = this.#kept.get(name);
    if (kept !== undefined && now - kept.at < FRESH_MS) return kept.quality;
    if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
    const quality = tell(() => read(server, key), key);
    this.#kept.set(name, { at: now, quality });
    return quality;
  }

  #find(project: string): { server?: Server; key: string } {
    const slash = project.indexOf('/');
    const named = this.#servers.find(({ config }) => config.name === project.slice(0, slash));
    if (slash > 0 && named !== undefined) return { server: named, key: project.slice(slash + 1) };
    return { server: this.#servers[0], key: project };
  }
}

async function read({ config, upstream }: Server, project: string): Promise<CodeQuality> {
  const ask = async <S extends z.ZodType>(
    path: string,
    query: Readonly<Record<string, string>>,
    schema: S,
  ): Promise<z.output<S>> => {
    const { status, text } = await upstream.send({ path, query });
    if (status === 404) throw new NotFoundError(`${upstream.name} has no project ${project}`);
    if (status === 401) throw new NotAllowedError(`${upstream.name} refuses the portal’s token`);
    if (status === 403)
      throw new NotAllowedError(`The portal’s token may not browse ${project} in ${upstream.name}`);
    if (status !== 200) throw new ServiceUnavailableError(`${upstream.name} answered ${status}`);
    const parsed = schema.safeParse(jsonOf(text));
    if (!parsed.success)
      throw new ServiceUnavailableError(`${upstream.name} answered what it should not`);
    return parsed.data;
  };
  const [gate, measures, [analysis]] = await Promise.all([
    ask('/api/qualitygates/project_status', { projectKey: project }, projectStatusSchema),
    ask(
      '/api/measures/component',
      { component: project, metricKeys: QUALITY_MEASURES.join(',') },
      measuresSchema,
    ),
    ask('/api/project_analyses/search', { project, ps: '1' }, analysesSchema),
  ]);
  return {
    ...{ state: 'known', server: config.name, project, gate: gate.status },
    conditions: gate.conditions,
    measures,
    ...(analysis?.date === undefined ? {} : { analysedAt: analysis.date }),
    ...(analysis?.revision === undefined ? {} : { revision: analysis.revision }),
    url: `${config.publicUrl ?? config.url}/dashboard?id=${encodeURIComponent(project)}`,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function tell(ask: () => Promise<CodeQuality>, project: string): Promise<CodeQuality> {
  try {
    return await ask();
  } catch (error) {
    if (!isError(error)) throw error;
    const detail = error.message;
    if (error.name === 'NotFoundError') return { state: 'absent', project, detail };
    if (error.name === 'NotAllowedError') return { state: 'forbidden', project, detail };
    if (error.name === 'ServiceUnavailableError') return { state: 'unreachable', project, detail };
    throw error;
  }
}
