import type { KubeObject } from '@kubemate/kube-common';
import { ApiStatusError } from '../ApiStatusError';
import type { Cluster } from '../Cluster';
import type { AccessReviews } from '../rbac/AccessReviews';
import type { ResourceType } from '../ResourceType';
import type { Deletion, ObjectDeleter } from '../writes/ObjectDeleter';
import type { ObjectWriter, WriteTarget } from '../writes/ObjectWriter';
import type { DeleteRequest } from '../writes/WriteRequest';
import type { ApiRequest } from './ApiRequest';
import { jsonAnswer, objectAnswer, send } from './answer';
import { encodeList } from './encode';
import { eventEncoder, includeObject, presentList, presentObject } from './present';
import { serveWatch } from './watch';
import { listPage } from './listPage';
import { negotiate, type Representation } from './mediaType';
import { readPatch } from './patchBody';
import { contentType, parseText, readBody, readObject } from './readBody';
import { selection } from './selectors';
import { deleteRequest, writeRequest } from './writeOptions';

interface ResourceHandlerParts {
  readonly reviews: AccessReviews;
  readonly writer: ObjectWriter;
  readonly deleter: ObjectDeleter;
  readonly bookmarkIntervalMs: number;
}

/** Kinds of which the real server answers a deletion with the deleted object instead of a `Status`. */
const RETURNS_DELETED = new Set([
  'pods',
  'services',
  'serviceaccounts',
  'persistentvolumes',
  'persistentvolumeclaims',
  'resourcequotas',
  'podtemplates',
]);

/** The verbs on resources themselves and on `status`. */
export class ResourceHandler {
  constructor(
    private readonly cluster: Cluster,
    private readonly parts: ResourceHandlerParts,
  ) {}

  async handle(request: ApiRequest): Promise<void> {
    switch (request.info.verb) {
      case 'get':
        return this.get(request);
      case 'list':
        return this.list(request);
      case 'watch':
        return this.watch(request);
      case 'create':
        return await this.create(request);
      case 'update':
        return await this.update(request);
      case 'patch':
        return await this.patch(request);
      case 'delete':
        return await this.delete(request);
      default:
        return await this.deleteCollection(request);
    }
  }

  private get(request: ApiRequest): void {
    const { type } = request;
    const representation = this.representation(request);
    const target = targetOf(request);
    const entry = this.parts.writer.entry(target);
    if (entry === undefined) throw ApiStatusError.notFound(type, target.name);
    const body = presentObject(entry, this.presentation(request, representation));
    send(request.request, request.response, objectAnswer(body, representation));
  }

  private list(request: ApiRequest): void {
    const { type, info, query } = request;
    const representation = this.representation(request);
    const page = listPage(this.cluster, type, {
      query,
      ...(info.namespace === undefined ? {} : { namespace: info.namespace }),
      ...(info.name === undefined ? {} : { name: info.name }),
    });
    const presentation = this.presentation(request, representation);
    const body = presentList(page.metadata, page.entries, presentation);
    send(request.request, request.response, objectAnswer(body, representation));
  }

  private watch(request: ApiRequest): void {
    const representation = negotiate(request.request.headers.accept);
    const encoder = eventEncoder(this.presentation(request, representation));
    const { bookmarkIntervalMs } = this.parts;
    serveWatch(this.cluster, request, { encoder, bookmarkIntervalMs });
  }

  private presentation({ type, query }: ApiRequest, { as }: Representation) {
    const include = as === 'Table' ? includeObject(query) : ('Metadata' as const);
    return { cluster: this.cluster, writer: this.parts.writer, type, as, include };
  }

  private async create(request: ApiRequest): Promise<void> {
    const { type, info } = request;
    const representation = this.representation(request);
    const write = this.writeRequest(request);
    const object = await readObject(request.request);
    const review = this.parts.reviews.answer(type, object, {
      caller: request.user,
      namespace: info.namespace,
    });
    if (review !== undefined) {
      const options = { ...representation, status: 201 };
      send(request.request, request.response, objectAnswer(JSON.stringify(review), options));
      return;
    }
    const input = {
      object,
      ...(info.namespace === undefined ? {} : { namespace: info.namespace }),
    };
    const created = this.parts.writer.create(type, input, write);
    this.answerObject(request, created, {
      ...representation,
      status: 201,
      warnings: write.warnings,
    });
  }

  private async update(request: ApiRequest): Promise<void> {
    const representation = this.representation(request);
    const write = this.writeRequest(request);
    const object = await readObject(request.request);
    const updated = this.parts.writer.update(targetOf(request), () => object, write);
    this.answerObject(request, updated, { ...representation, warnings: write.warnings });
  }

  private async patch(request: ApiRequest): Promise<void> {
    const representation = this.representation(request);
    const write = this.writeRequest(request);
    const patch = await readPatch(request.request, request.type);
    const target = targetOf(request);
    if (!patch.apply) {
      const updated = this.parts.writer.update(target, patch.change, write);
      this.answerObject(request, updated, { ...representation, warnings: write.warnings });
      return;
    }
    if ((request.query.get('fieldManager') ?? '') === '')
      throw ApiStatusError.invalid({ group: 'meta.k8s.io', kind: 'PatchOptions', name: '' }, [
        {
          reason: 'FieldValueRequired',
          message: 'Required value: is required for apply patch',
          field: 'fieldManager',
        },
      ]);
    const { object, created } = this.parts.writer.apply(target, patch.configuration, write);
    const status = created ? 201 : 200;
    this.answerObject(request, object, { ...representation, status, warnings: write.warnings });
  }

  private async delete(request: ApiRequest): Promise<void> {
    const { type } = request;
    const options = await this.deleteRequest(request);
    const deletion = this.parts.deleter.delete(targetOf(request), options);
    const representation = this.representation(request);
    if (deletion.gone && !RETURNS_DELETED.has(type.collection)) {
      send(request.request, request.response, jsonAnswer(deletedStatus(type, deletion.object)));
      return;
    }
    this.answerObject(request, deletion.object, representation);
  }

  private async deleteCollection(request: ApiRequest): Promise<void> {
    const { type, info, query } = request;
    const options = await this.deleteRequest(request);
    const matches = selection(query, type);
    const prefix = info.namespace === undefined ? '' : `${info.namespace}/`;
    const snapshot = this.cluster.store.collection(type.collection).snapshot();
    const deletions: Deletion[] = [];
    for (const entry of snapshot.scan(prefix)) {
      if (matches !== undefined && !matches(entry)) continue;
      const namespace = entry.namespace === undefined ? {} : { namespace: entry.namespace };
      const target = { type, name: entry.name, ...namespace };
      // Garbage collection may have taken it meanwhile.
      if (this.parts.writer.entry(target) !== undefined)
        deletions.push(this.parts.deleter.delete(target, options));
    }
    const items = deletions.map(({ object }) => JSON.stringify(object));
    const metadata = { resourceVersion: String(this.cluster.store.revision) };
    send(request.request, request.response, jsonAnswer(encodeList(type, metadata, items)));
  }

  private async deleteRequest(request: ApiRequest): Promise<DeleteRequest> {
    const body = await readBody(request.request);
    const isYaml = contentType(request.request) === 'application/yaml';
    const options = body.length === 0 ? undefined : parseText(body.toString('utf8'), isYaml);
    return deleteRequest(request.query, options, request.user);
  }

  private representation(request: ApiRequest): Representation {
    return negotiate(request.request.headers.accept);
  }

  private writeRequest({ query, user, request, info }: ApiRequest) {
    const userAgent = request.headers['user-agent'];
    return writeRequest(query, {
      user,
      ...(userAgent === undefined ? {} : { userAgent }),
      ...(info.subresource === undefined ? {} : { subresource: info.subresource }),
    });
  }

  private answerObject(
    request: ApiRequest,
    object: KubeObject,
    options: Representation & { status?: number; warnings?: readonly string[] },
  ): void {
    const { metadata } = object;
    const text =
      options.as === 'PartialObjectMetadata'
        ? JSON.stringify({ kind: options.as, apiVersion: 'meta.k8s.io/v1', metadata })
        : JSON.stringify(object);
    send(request.request, request.response, objectAnswer(text, options));
  }
}

function targetOf({ type, info }: ApiRequest): WriteTarget {
  return {
    type,
    name: info.name ?? '',
    ...(info.namespace === undefined ? {} : { namespace: info.namespace }),
  };
}

function deletedStatus(type: ResourceType, object: KubeObject) {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name: object.metadata.name,
      ...(type.group === '' ? {} : { group: type.group }),
      kind: type.plural,
      uid: object.metadata.uid,
    },
  };
}
