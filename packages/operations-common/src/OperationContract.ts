import type { BasicPermission } from '@backstage/plugin-permission-common';
import type { z } from 'zod';

/**
 * - `read`: changes nothing, and is recorded all the same: a revealed secret, an opened terminal.
 * - `write`: changes something that can be changed back.
 * - `destroy`: takes something away, or interrupts what runs. Guards are set on these by default.
 */
export type OperationEffect = 'read' | 'write' | 'destroy';

/** What everybody may know of an operation: the browser, scripts, templates and MCP clients. */
export interface OperationContract<I extends z.ZodObject = z.ZodObject> {
  /** `<plugin>.<verb>-<noun>`: `clusters.scale-workload` is at `/api/clusters/operations/scale-workload`. */
  readonly name: `${string}.${string}`;
  /** Imperative, in sentence case: `Scale a workload`. */
  readonly title: string;
  /** One or two sentences for documentation and for MCP clients, which choose by it. */
  readonly summary: string;
  readonly input: I;
  readonly effect: OperationEffect;
  /** Decides whether the portal offers the operation; the cluster's own rights decide besides. */
  readonly permission: BasicPermission;
  /** Top-level fields of the input that are never stored, logged or shown: passwords, tokens, secret values. */
  readonly secretFields?: readonly string[];
  /**
   * Of what stands in secret fields, as `source.server`: what may be shown in plans and answers all the same. The input is not stored either way.
   */
  readonly plainFields?: readonly string[];
  /** Asks for the name of its target, on every cluster, unless a rule of the configuration says something else. */
  readonly typed?: boolean;
  /** May be run on many inputs in one request, with a result for each. */
  readonly bulk?: boolean;
}

/** Gives the contract its exact type. */
export function operationContract<I extends z.ZodObject>(
  contract: OperationContract<I>,
): OperationContract<I> {
  return contract;
}

export type OperationInput<C extends OperationContract> = z.input<C['input']>;

/** `clusters` and `scale-workload` of `clusters.scale-workload`. */
export function splitOperationName(name: string): { plugin: string; operation: string } {
  const dot = name.indexOf('.');
  return { plugin: name.slice(0, dot), operation: name.slice(dot + 1) };
}
