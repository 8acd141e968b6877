import type { Clock, Viewer } from '@kubemate/kube-node';
import { promotionOperations, promotionPermissions } from '@kubemate/plugin-pipelines-common';
import type { Gate, Run, RunningImage } from '@kubemate/plugin-pipelines-common';
import type { ApprovalStore, StoredApproval } from '../approvals/ApprovalStore';
import { countApprovals, groupsOf, presentApproval, stateOf } from '../approvals/judgeApproval';
import type { Decider } from '../approvals/judgeApproval';
import type { Component } from '../environments/Components';
import type { ApprovalRule, Environment } from '../environments/Environment';
import type { FreezeStore } from '../freezes/FreezeStore';
import { freezesOf } from '../freezes/freezesOf';
import { imageKey } from '../imageRef';
import type { Evidence } from '../evidence/Evidence';
import { qualityGate, scannedGate, signedGate } from './evidenceGates';
import type { MetricChecks } from '../metrics/MetricChecks';
import { MetricGate } from './MetricGate';
import type { MeasuredPlace } from './MetricGate';
import type { ProducingRuns } from './ProducingRuns';

const SOON_MS = 7 * 86_400_000;

export interface GateQuestion {
  readonly component: Component;
  readonly environment: Environment;
  readonly image: RunningImage;
  /** Where the image comes from, and what it is to be put in the place of: whose metrics are asked for. */
  readonly source: MeasuredPlace;
  readonly target: MeasuredPlace;
  readonly viewer: Viewer;
  /** Whether the viewer has the permission to approve. */
  readonly isApprover: boolean;
}

type GateOf<K extends Gate['kind']> = Extract<Gate, { kind: K }>;

/** Says what stands before an environment, and whether it lets an image through. */
export class GateKeeper {
  readonly #approvals: ApprovalStore;
  readonly #freezes: FreezeStore;
  readonly #runs: Pick<ProducingRuns, 'find'>;
  readonly #evidence: Evidence;
  readonly #metrics: MetricGate;
  readonly #clock: Clock;

  constructor(options: {
    approvals: ApprovalStore;
    freezes: FreezeStore;
    runs: Pick<ProducingRuns, 'find'>;
    evidence: Evidence;
    metrics: MetricChecks;
    clock: Clock;
  }) {
    this.#approvals = options.approvals;
    this.#freezes = options.freezes;
    this.#runs = options.runs;
    this.#evidence = options.evidence;
    this.#metrics = new MetricGate(options);
    this.#clock = options.clock;
  }

  async ask(question: GateQuestion): Promise<readonly Gate[]> {
    const { pipelinePassed, approvals, freeze } = question.environment.gates;
    const gates = await Promise.all([
      pipelinePassed && this.#pipelinePassed(question, pipelinePassed),
      ...this.#proven(question),
      this.#well(question),
      approvals && this.#approved(question, approvals),
      freeze ? this.#notFrozen(question) : undefined,
    ]);
    return gates.filter(gate => gate !== undefined);
  }

  /** Who had an image built, in the words of the engine. */
  async authors({ component, image, viewer }: GateQuestion): Promise<readonly string[]> {
    const run = await this.#runs.find(component, image, viewer);
    return run?.trigger.by === undefined ? [] : [run.trigger.by];
  }

  /** What is known of the code and of the image itself. */
  #proven({ component, environment, image }: GateQuestion): (Promise<Gate> | undefined)[] {
    const { imageSigned, imageScanned: rule, qualityGate: quality } = environment.gates;
    const clearedBy = { groups: component.owner === undefined ? [] : [component.owner] };
    const now = this.#clock.now();
    const evidence = () => this.#evidence.image(component, image);
    return [
      quality &&
        this.#evidence
          .quality(component)
          .then(known => qualityGate(known, { rule: quality, clearedBy })),
      imageSigned ? evidence().then(known => signedGate(known, clearedBy)) : undefined,
      rule && evidence().then(known => scannedGate(known, { rule, now, clearedBy })),
    ];
  }

  /** By what is measured of it where it comes from, or of what it is put in the place of. */
  #well({ component, environment, ...places }: GateQuestion): Promise<Gate> | undefined {
    const rules = environment.gates.metrics;
    const clearedBy = { groups: component.owner === undefined ? [] : [component.owner] };
    return rules && this.#metrics.ask(rules, { ...places, clearedBy });
  }

  async #pipelinePassed(
    { component, image, viewer }: GateQuestion,
    rule: 'required' | 'ifKnown',
  ): Promise<GateOf<'pipeline-passed'>> {
    const run = await this.#runs.find(component, image, viewer);
    const why = run === undefined ? 'unknown' : verdictOf(run);
    const state =
      why === 'succeeded'
        ? 'passed'
        : why === 'unknown' && rule === 'ifKnown'
          ? 'unknown'
          : 'blocked';
    return {
      kind: 'pipeline-passed',
      ...{ state, why },
      ...(run === undefined ? {} : { run: run.ref }),
      clearedBy: { groups: component.owner === undefined ? [] : [component.owner] },
    };
  }

  async #approved(
    { component, environment, image, viewer, isApprover }: GateQuestion,
    rule: ApprovalRule,
  ): Promise<GateOf<'approvals'>> {
    const now = this.#clock.now();
    const subject = { component: component.ref, environment: environment.name };
    const request = await this.#approvals.newest({ ...subject, image: imageKey(image) });
    const decider: Decider = { ...viewer, isOffered: isApprover };
    const why = whyOf(request, { needed: rule.count, now });
    return {
      kind: 'approvals',
      state: why === 'approved' ? 'passed' : 'blocked',
      needed: rule.count,
      given: request === undefined || why === 'not-asked' ? 0 : countApprovals(request, now),
      why,
      ...(request === undefined || why === 'not-asked'
        ? {}
        : { request: presentApproval(request, { decider, rule, now }) }),
      clearedBy: {
        groups: groupsOf(rule, component.owner),
        operation: promotionOperations.approve.name,
        permission: promotionPermissions.approve.name,
      },
    };
  }

  async #notFrozen({ component, environment }: GateQuestion): Promise<GateOf<'freeze'>> {
    const now = this.#clock.now();
    const windows = freezesOf(await this.#freezes.list(now), {
      ...{ component: component.ref, environment: environment.name, now, soonMs: SOON_MS },
    });
    return {
      kind: 'freeze',
      state: windows.some(({ isActive }) => isActive) ? 'blocked' : 'passed',
      windows,
      clearedBy: {
        groups: [],
        operation: promotionOperations.unfreeze.name,
        permission: promotionPermissions.overrideFreeze.name,
      },
    };
  }
}

function verdictOf({ phase }: Run): 'succeeded' | 'failed' | 'running' {
  if (phase === 'succeeded') return 'succeeded';
  return ['pending', 'running', 'waiting'].includes(phase) ? 'running' : 'failed';
}

/** What has let something through lets nothing through again. */
function whyOf(
  request: StoredApproval | undefined,
  options: { needed: number; now: number },
): GateOf<'approvals'>['why'] {
  if (request === undefined) return 'not-asked';
  const state = stateOf(request, options);
  return state === 'used' ? 'not-asked' : state;
}
