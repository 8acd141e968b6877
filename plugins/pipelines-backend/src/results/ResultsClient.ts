import { readFile } from 'node:fs/promises';
import { NotAllowedError, NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { Upstream } from '@kubemate/upstream-node';
import type { UpstreamRequest, UpstreamResponse } from '@kubemate/upstream-node';
import { joinChunks } from './joinChunks';
import { recordListSchema } from './resultsSchemas';
import type { ResultsConfig } from './readResultsConfig';

const ROOT = '/apis/results.tekton.dev/v1alpha2/parents';
const CONCURRENCY = 4;
const MAX_BYTES = 64 * 1024 * 1024;
/** Of one log that is read; its end is shown. */
const MAX_LOG_BYTES = 32 * 1024 * 1024;

export interface RecordQuery {
  /** CEL over `name`, `data_type` and `data`. */
  readonly filter: string;
  readonly orderBy?: 'update_time desc' | 'create_time desc';
  /** 5 at least, or the server refuses. */
  readonly pageSize: number;
  readonly pageToken?: string;
}

/**
 * The REST API of Tekton Results of one cluster, with the portal's own token.
 *
 * `results.tekton.dev/v1alpha2` as `docs/api/README.md` of github.com/tektoncd/results has it. It answers 401 both to a token that is none and to one
 * that may not: its own way to tell nothing.
 */
export class ResultsClient {
  readonly #config: ResultsConfig;
  readonly #upstream: Upstream;

  constructor(config: ResultsConfig) {
    this.#config = config;
    this.#upstream = new Upstream({
      name: `Tekton Results of ${config.cluster}`,
      url: config.url,
      ...{ concurrency: CONCURRENCY, maxBytes: MAX_BYTES },
    });
  }

  close(): Promise<void> {
    return this.#upstream.close();
  }

  /**
   * A page of records. `parent` is a namespace, or `-` for all; `result` one result, or `-` for all.
   * @throws NotAllowedError, ServiceUnavailableError
   */
  async records(
    { parent, result = '-' }: { parent: string; result?: string },
    { filter, orderBy, pageSize, pageToken }: RecordQuery,
    signal?: AbortSignal,
  ) {
    const response = await this.#get(`${path(parent)}/results/${path(result)}/records`, {
      query: {
        filter,
        page_size: String(pageSize),
        ...(orderBy === undefined ? {} : { order_by: orderBy }),
        ...(pageToken === undefined ? {} : { page_token: pageToken }),
      },
      signal,
    });
    const parsed = recordListSchema.safeParse(jsonOf(response.text));
    if (!parsed.success)
      throw new ServiceUnavailableError(`${this.#upstream.name} answered what it should not`);
    return { records: parsed.data.records, next: parsed.data.next_page_token || undefined };
  }

  /**
   * The log of a record of a TaskRun, whatever keeps it behind the API.
   * @throws NotFoundError where there is none, or the API keeps no logs
   */
  async log(record: string): Promise<{ text: string; isCut: boolean }> {
    const [parent = '', , result = '', , uid = ''] = record.split('/');
    const { text, isCut, header } = await this.#get(
      `${path(parent)}/results/${path(result)}/logs/${path(uid)}`,
      { cutAt: MAX_LOG_BYTES, encoding: 'latin1' },
    );
    const bytes = Buffer.from(text, 'latin1');
    const isStream = header('grpc-metadata-content-type') !== undefined;
    const joined = isStream ? joinChunks(bytes, { isCut }) : bytes;
    return { text: joined.toString('utf8'), isCut };
  }

  async #get(
    below: string,
    options: Pick<UpstreamRequest, 'query' | 'signal' | 'cutAt' | 'encoding'>,
  ): Promise<UpstreamResponse> {
    const { name } = this.#upstream;
    const headers = {
      authorization: `Bearer ${await this.#token()}`,
      accept: 'application/json',
    };
    const response = await this.#upstream.send({ path: `${ROOT}/${below}`, headers, ...options });
    const { status } = response;
    if (status === 404) throw new NotFoundError(`${name} has nothing there`);
    if (status === 401 || status === 403)
      throw new NotAllowedError(`${name} refuses the portal’s token`);
    // What keeps no logs has no method to read them.
    if (status === 501) throw new NotFoundError(`${name} keeps no logs`);
    if (status !== 200) throw new ServiceUnavailableError(`${name} answered ${status}`);
    return response;
  }

  /** Read anew each time: a token of a service account is changed under way. */
  async #token(): Promise<string> {
    const { token, tokenFile, cluster } = this.#config;
    if (tokenFile === undefined) return token ?? '';
    try {
      return (await readFile(tokenFile, 'utf8')).trim();
    } catch {
      throw new ServiceUnavailableError(`The token for Tekton Results of ${cluster} is not there`);
    }
  }
}

function path(segment: string): string {
  return encodeURIComponent(segment);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
