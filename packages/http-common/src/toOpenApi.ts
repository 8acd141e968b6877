import { z } from 'zod';
import { methodOf } from './Route';
import type { Route } from './Route';

export interface OpenApiOptions {
  readonly title: string;
  readonly version: string;
  /** Where the routes are mounted: `/api/clusters`. */
  readonly basePath: string;
  readonly routes: Readonly<Record<string, Route>>;
  /** Schemas that become named components, wherever a route's answer holds them. */
  readonly schemas: Readonly<Record<string, z.ZodType>>;
}

type Json = Record<string, unknown>;

/** The body every Backstage backend answers errors with. */
const errorSchema: Json = {
  type: 'object',
  required: ['error', 'response'],
  properties: {
    error: {
      type: 'object',
      required: ['name', 'message'],
      properties: {
        name: { type: 'string', examples: ['InputError', 'NotFoundError', 'NotAllowedError'] },
        message: { type: 'string' },
      },
    },
    request: {
      type: 'object',
      properties: { method: { type: 'string' }, url: { type: 'string' } },
    },
    response: {
      type: 'object',
      required: ['statusCode'],
      properties: { statusCode: { type: 'integer' } },
    },
  },
};

const errorResponse: Json = {
  description: 'What went wrong, and where it is a parameter, which one',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
};

/** An OpenAPI 3.1 document of a table of routes; the JSON Schemas in it are zod's own. */
export function toOpenApi({ title, version, basePath, routes, schemas }: OpenApiOptions): Json {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries(routes)) {
    const answer = 'event' in route ? route.event : route.response;
    const id = registry.get(answer)?.id ?? `${name.charAt(0).toUpperCase()}${name.slice(1)}Answer`;
    if (!registry.has(answer)) registry.add(answer, { id });
    paths[route.path] = {
      ...paths[route.path],
      [methodOf(route).toLowerCase()]: operation({ name, route, answer: id }),
    };
  }
  return {
    openapi: '3.1.0',
    info: { title, version },
    servers: [{ url: basePath }],
    security: [{ backstage: [] }],
    paths,
    components: {
      securitySchemes: { backstage: { type: 'http', scheme: 'bearer' } },
      responses: { Error: errorResponse },
      schemas: { Error: errorSchema, ...componentSchemas(registry) },
    },
  };
}

function operation({ name, route, answer }: { name: string; route: Route; answer: string }): Json {
  const isStream = 'event' in route;
  const mediaType = isStream ? 'text/event-stream' : 'application/json';
  const schema = { $ref: `#/components/schemas/${answer}` };
  return {
    operationId: name,
    summary: route.summary,
    parameters: [
      ...parameters('path', route.params),
      ...parameters('query', route.query),
      ...parameters('header', 'headers' in route ? route.headers : undefined),
    ],
    ...requestBody(route),
    responses: {
      200: {
        description: isStream
          ? 'Server-sent events; the data of each is one JSON document. An event named `error` carries an Error and is the last.'
          : route.summary,
        content: { [mediaType]: { schema } },
      },
      default: { $ref: '#/components/responses/Error' },
    },
  };
}

function requestBody(route: Route): Json {
  if (!('body' in route) || route.body === undefined) return {};
  const { $schema, ...schema } = z.toJSONSchema(route.body, { io: 'input' });
  return { requestBody: { required: true, content: { 'application/json': { schema } } } };
}

function parameters(place: 'path' | 'query' | 'header', fields: z.ZodObject | undefined): Json[] {
  if (fields === undefined) return [];
  const schema = z.toJSONSchema(fields, { io: 'input' });
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.has(name),
    ...parameterSchema(property),
  }));
}

/** A parameter that takes text or a list of texts is one list with commas between its parts. */
function parameterSchema(property: unknown): Json {
  if (typeof property !== 'object' || property === null || !('anyOf' in property)) {
    return { schema: property };
  }
  return { schema: { type: 'array', items: { type: 'string' } }, style: 'form', explode: false };
}

function componentSchemas(registry: z.core.$ZodRegistry<{ id: string }>): Json {
  const { schemas } = z.toJSONSchema(registry, {
    // What may be read, so that a field added later does not contradict an older document.
    io: 'input',
    uri: id => `#/components/schemas/${id}`,
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema, $id, ...schema }]) => [id, schema]),
  );
}
