import type { KubeObject, PrinterColumn, ResourceId } from '@kubemate/kube-common';
import { z } from 'zod';
import { KindFollower } from '../clusters/KindFollower';
import type { ApiTransport } from '../reflector/ApiTransport';
import type { Clock } from '../reflector/Clock';

const SETTLE_MS = 3_000;
/** A new type is served a moment after its CRD is accepted; ask soon, and once more. */
const SERVED_AFTER_MS = [300, 2_000] as const;

const printerColumnSchema = z.object({
  name: z.string(),
  type: z.string(),
  jsonPath: z.string(),
  description: z.string().optional(),
  format: z.string().optional(),
  priority: z.number().optional(),
});

const versionsSchema = z.array(
  z.object({ name: z.string(), additionalPrinterColumns: z.array(printerColumnSchema).nullish() }),
);

const storedSchema = z.record(z.string(), z.array(printerColumnSchema));

/** Follows one cluster's CustomResourceDefinitions and APIServices: the printer columns, and when discovery is out of date. */
export class CrdWatch {
  private readonly definitions: KindFollower;
  private readonly followers: readonly KindFollower[];
  private readonly timers = new Set<() => void>();
  private pending = false;
  private closed = false;

  constructor(
    private readonly options: {
      cluster: string;
      transport: ApiTransport;
      clock: Clock;
      random: () => number;
      /** Called some time after types were added, changed or removed. */
      onChange: () => void;
    },
  ) {
    this.definitions = new KindFollower({
      ...options,
      resource: {
        group: 'apiextensions.k8s.io',
        version: 'v1',
        plural: 'customresourcedefinitions',
      },
      read: readPrinterColumns,
    });
    const services = new KindFollower({
      ...options,
      resource: { group: 'apiregistration.k8s.io', version: 'v1', plural: 'apiservices' },
      metadataOnly: true,
      read: ({ metadata }) => metadata.resourceVersion,
    });
    this.followers = [this.definitions, services];
    for (const follower of this.followers) follower.onChange(() => this.changed());
    // What came between the last discovery and the first list here was seen by neither.
    void this.definitions.settled(SETTLE_MS).then(() => this.changed());
  }

  /** Printer columns of a custom type; empty where it has none, or where the portal may not read its definition. */
  async printerColumns({ group, version, plural }: ResourceId): Promise<readonly PrinterColumn[]> {
    await this.definitions.settled(SETTLE_MS);
    const text = this.definitions.get(`${plural}.${group}`);
    if (text === undefined) return [];
    return storedSchema.parse(JSON.parse(text))[version] ?? [];
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const cancel of this.timers) cancel();
    await Promise.all(this.followers.map(follower => follower.close()));
  }

  private changed(): void {
    if (this.pending || this.closed) return;
    this.pending = true;
    for (const delay of SERVED_AFTER_MS) {
      const cancel = this.options.clock.after(delay, () => {
        this.timers.delete(cancel);
        this.pending = false;
        this.options.onChange();
      });
      this.timers.add(cancel);
    }
  }
}

/** Schemas are the bulk of a CRD; of each version only the columns stay. */
function readPrinterColumns({ spec }: KubeObject): string {
  const parsed = versionsSchema.safeParse(
    typeof spec === 'object' && spec !== null ? Reflect.get(spec, 'versions') : undefined,
  );
  if (!parsed.success) return '{}';
  return JSON.stringify(
    Object.fromEntries(
      parsed.data.map(({ name, additionalPrinterColumns }) => [
        name,
        additionalPrinterColumns ?? [],
      ]),
    ),
  );
}
