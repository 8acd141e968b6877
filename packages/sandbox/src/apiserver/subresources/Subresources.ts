import type { Cluster } from '../Cluster';
import type { ApiRequest } from '../http/ApiRequest';
import type { SubresourceHandler } from '../http/Router';
import type { ResourceHandler } from '../http/ResourceHandler';
import type { SandboxHooks } from '../hooks';
import { hasSubresource } from '../ResourceType';
import type { ObjectDeleter } from '../writes/ObjectDeleter';
import type { ObjectWriter } from '../writes/ObjectWriter';
import type { ServiceAccountTokens } from '../ServiceAccountTokens';
import { serveBinding } from './binding';
import { serveEviction } from './eviction';
import { serveLog } from './log';
import { serveScale } from './scale';
import { serveToken } from './token';
import { ApiStatusError } from '../ApiStatusError';

export interface SubresourceParts {
  readonly cluster: Cluster;
  readonly writer: ObjectWriter;
  readonly deleter: ObjectDeleter;
  readonly hooks: SandboxHooks;
  readonly tokens: ServiceAccountTokens;
}

/** Subresources that are the object itself with fewer writable fields. */
const OBJECT_SUBRESOURCES = new Set(['ephemeralcontainers', 'resize', 'finalize', 'approval']);

/** Everything below an object that is not its `status`. */
export class Subresources implements SubresourceHandler {
  constructor(
    private readonly parts: SubresourceParts,
    private readonly resources: ResourceHandler,
  ) {}

  async handle(request: ApiRequest): Promise<boolean> {
    const { type, info } = request;
    const name = info.subresource ?? '';
    if (!hasSubresource(type, name)) return false;
    if (OBJECT_SUBRESOURCES.has(name)) {
      await this.resources.handle(request);
      return true;
    }
    switch (`${type.collection}/${name}`) {
      case 'pods/log':
        await serveLog(this.parts, request);
        return true;
      case 'pods/eviction':
        await serveEviction(this.parts, request);
        return true;
      case 'pods/binding':
        await serveBinding(this.parts, request);
        return true;
      case 'serviceaccounts/token':
        await serveToken(this.parts, request);
        return true;
      case 'pods/exec':
      case 'pods/attach':
        throw ApiStatusError.badRequest('Upgrade request required');
      default:
        if (name !== 'scale') return false;
        await serveScale(this.parts, request);
        return true;
    }
  }
}
