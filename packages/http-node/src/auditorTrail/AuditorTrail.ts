import type { AuditorServiceEventSeverityLevel } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import type { RequestSource } from '../sourceOf';
import { EntryBuffer } from '../trail/EntryBuffer';

/** One event that a plugin told through Backstage's auditor, once it has ended. */
export interface AuditorEntry {
  /** Epoch milliseconds of when it began. */
  readonly at: number;
  readonly durationMs: number;
  readonly plugin: string;
  /** `entity-mutate`. */
  readonly eventId: string;
  readonly severity: AuditorServiceEventSeverityLevel;
  /** Entity ref of the person, or `plugin:catalog`; undefined where nobody is known. */
  readonly actor: string | undefined;
  /** Of the request that it was part of. */
  readonly request?: { readonly method: string; readonly path: string };
  readonly source?: RequestSource;
  /** As the plugin told it. It may hold anything, so whoever keeps it chooses what. */
  readonly meta: JsonObject;
  readonly error?: { readonly name: string; readonly message: string };
}

/** Events of Backstage's auditor on their way to the audit trail. */
export class AuditorTrail extends EntryBuffer<AuditorEntry> {}
