import { randomBytes } from 'node:crypto';
import { createApiServer, type ApiServer } from '../apiserver/ApiServer';
import { Cluster } from '../simulation/Cluster';
import { Random } from '../simulation/Random';
import { NODES } from '../simulation/objects/resources';
import { startControllers } from '../simulation/controllers/startControllers';
import { ImageCatalog } from '../simulation/runtime/ImageCatalog';
import { UsageModel } from '../simulation/runtime/UsageModel';
import { Scheduler } from '../simulation/scheduler/Scheduler';
import type { SandboxClock } from '../simulation/time/SandboxClock';
import { applyObjects, isDefinition } from './applyObjects';
import { createLoad } from './createLoad';
import { logHook } from './logs/logHook';
import { metricsHooks } from './metricsHooks';
import { nodeManifest } from './nodeManifest';
import { playChange } from './playChange';
import {
  readImages,
  readObjects,
  readReleasePlans,
  readServicePlans,
  readTektonObjects,
  type ClusterPlan,
  type ScenarioChange,
} from './scenarioFiles';
import { releaseManifests } from './releaseManifests';
import { serviceManifests } from './serviceManifests';
import { execHook } from './shell/execHook';
import { startBuilds } from './startBuilds';
import { startStages } from './startStages';

const PORTAL_USER = 'kubemate-portal';

/** One cluster of the sandbox: its API server, and everything that works in it. */
export class SandboxCluster {
  readonly token = randomBytes(24).toString('base64url');
  readonly cluster: Cluster;
  private readonly server: ApiServer;
  private readonly running: { close(): void }[];

  constructor(
    readonly plan: ClusterPlan,
    private readonly options: {
      clock: SandboxClock;
      seed: number;
      onError?: (where: string, error: unknown) => void;
    },
  ) {
    const { clock, seed, onError } = options;
    const { name } = plan;
    const random = Random.of(seed, name, 'apiserver');
    this.server = createApiServer({
      name,
      clock,
      random: () => random.next(),
      users: [{ token: this.token, user: PORTAL_USER, groups: [] }],
      version: plan.version,
      latencyMs: plan.latencyMs,
    });
    const { client } = this.server;
    this.cluster = new Cluster({ name, client, clock, seed, ...(onError ? { onError } : {}) });
    const images = new ImageCatalog(readImages());
    const usage = new UsageModel(clock, images);
    const { cluster } = this;
    this.running = [
      startStages(cluster, images),
      startControllers({ cluster, usage }),
      new Scheduler(cluster),
    ];
    Object.assign(this.server.hooks, metricsHooks(cluster, usage), {
      log: logHook(cluster, images),
      exec: execHook(cluster),
    });
  }

  /** `http://127.0.0.1:PORT`; throws before `listen`. */
  get url(): string {
    return this.server.url;
  }

  /** What needs no other kind: the types that custom objects will have. They are served a moment later. */
  define(): void {
    applyObjects(this.cluster, this.objects().filter(isDefinition));
  }

  /** The nodes, and all that runs on them from the beginning. */
  populate(liveAt: number): void {
    const { cluster, plan } = this;
    const nodes = plan.nodes.map((node, index) => ({
      apiVersion: NODES.apiVersion,
      kind: NODES.kind,
      ...nodeManifest(node, index, plan),
    }));
    const objects = this.objects().filter(document => !isDefinition(document));
    const services = readServicePlans().flatMap(service => serviceManifests(service, plan));
    const releases = readReleasePlans(plan.name).flatMap(release =>
      releaseManifests(release, liveAt),
    );
    applyObjects(cluster, [...nodes, ...objects, ...services, ...releases]);
  }

  private objects(): unknown[] {
    return [...readObjects(this.plan.name), ...readTektonObjects(this.plan)];
  }

  play(change: ScenarioChange): void {
    const isMeant = change.clusters?.includes(this.plan.name) ?? true;
    if (isMeant) playChange(this.cluster, change);
  }

  /** Adds namespaces of pods until there are about that many objects. */
  fill(objects: number): void {
    createLoad(this.cluster, objects);
  }

  async listen(): Promise<void> {
    await this.server.listen();
    if (this.plan.builds.length > 0) this.running.push(startBuilds(this.cluster));
    const { outage } = this.plan;
    if (outage !== undefined) this.scheduleOutage(outage);
  }

  async close(): Promise<void> {
    for (const part of this.running) part.close();
    await this.server.close();
  }

  private scheduleOutage(outage: { everySeconds: number; forSeconds: number }): void {
    const { clock } = this.options;
    const stop = { cancelled: false };
    this.running.push({
      close() {
        stop.cancelled = true;
      },
    });
    const turn = (unavailable: boolean) => {
      if (stop.cancelled) return;
      this.server.setUnavailable(unavailable);
      const seconds = unavailable ? outage.forSeconds : outage.everySeconds;
      clock.after(seconds * 1000, () => turn(!unavailable));
    };
    turn(false);
  }
}
