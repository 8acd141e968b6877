import type { IncomingMessage } from 'node:http';
import { strategicMerge, StrategicMergeError, type KubeObject } from '@kubemate/kube-common';
import { applyPatch, type Operation } from 'fast-json-patch';
import { ApiStatusError } from '../ApiStatusError';
import { isJsonObject, mergePatch } from '../json';
import type { JsonObject } from '../publishedDocuments';
import type { ResourceType } from '../ResourceType';
import { contentType, parseText, readBody, unsupportedMediaType } from './readBody';

/** What a PATCH asks for: a change of the current object, or a configuration to apply. */
export type PatchBody =
  | { readonly apply: true; readonly configuration: JsonObject }
  | { readonly apply: false; change(current: KubeObject): unknown };

const JSON_PATCH = 'application/json-patch+json';
const MERGE = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';
const APPLY = 'application/apply-patch+yaml';
const APPLY_CBOR = 'application/apply-patch+cbor';

const MAX_OPERATIONS = 10_000;

function jsonPatch(patch: unknown): PatchBody {
  if (!Array.isArray(patch)) throw ApiStatusError.badRequest('error decoding patch: not a list');
  if (patch.length > MAX_OPERATIONS)
    throw new ApiStatusError({
      code: 413,
      reason: 'RequestEntityTooLarge',
      message: `The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${patch.length}`,
    });
  return {
    apply: false,
    change(current) {
      try {
        const document = structuredClone(current);
        return applyPatch(document, patch as Operation[], true, true, true).newDocument;
      } catch {
        throw new ApiStatusError({
          code: 422,
          reason: 'Invalid',
          message: 'the server rejected our request due to an error in our request',
          details: {},
        });
      }
    },
  };
}

function objectPatch(patch: unknown): JsonObject {
  if (isJsonObject(patch)) return patch;
  throw ApiStatusError.badRequest(
    'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}',
  );
}

function accepted(type: ResourceType | undefined): readonly string[] {
  const strategic = type?.custom === undefined ? [STRATEGIC] : [];
  return [JSON_PATCH, MERGE, ...strategic, APPLY, APPLY_CBOR];
}

/** Reads a PATCH body. */
export async function readPatch(request: IncomingMessage, type: ResourceType): Promise<PatchBody> {
  const mediaType = contentType(request);
  if (!accepted(type).includes(mediaType) || mediaType === APPLY_CBOR)
    throw unsupportedMediaType(accepted(type));
  const patch = parseText((await readBody(request)).toString('utf8'), mediaType === APPLY);
  if (mediaType === JSON_PATCH) return jsonPatch(patch);
  const object = objectPatch(patch);
  if (mediaType === APPLY) return { apply: true, configuration: object };
  if (mediaType === MERGE) return { apply: false, change: current => mergePatch(current, object) };
  return {
    apply: false,
    change: current => strategicallyMerged(current, object, type),
  };
}

function strategicallyMerged(current: KubeObject, patch: JsonObject, type: ResourceType): unknown {
  try {
    return strategicMerge(current, patch, { schema: type.schema() });
  } catch (error) {
    if (error instanceof StrategicMergeError) throw ApiStatusError.badRequest(error.message);
    throw error;
  }
}
