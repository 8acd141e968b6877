import type { AccountKube } from '@kubemate/kube-node';
import { z } from 'zod';
import { whyUnread } from '../resolveTrigger';
import type { ResolvedTrigger, SignatureCheck, SignatureChecks } from '../traceTrigger';
import type { Interceptor } from '../triggerSchemas';
import { isProven } from './signature';
import type { RawDelivery } from './signature';

const secretRefSchema = z.object({ secretName: z.string().min(1), secretKey: z.string().min(1) });
const secretSchema = z.object({ data: z.record(z.string(), z.string()).default({}) });

const HOSTS: Readonly<Record<string, 'hmac' | 'token'>> = {
  github: 'hmac',
  bitbucket: 'hmac',
  gitlab: 'token',
};

/** Why a delivery is not proven for a trigger; of several triggers, the last of these says most. */
export const UNPROVEN = ['no-secret', 'secret-unread', 'differs'] as const;
export type Unproven = (typeof UNPROVEN)[number];

interface Checked {
  readonly checks: SignatureChecks;
  /** Undefined where the trigger has Secrets, and all of them prove the delivery. */
  readonly unproven: Unproven | undefined;
}

/** Compares a delivery with the Secrets that interceptors name, each read once, as the listener's service account. */
export class SignatureChecker {
  readonly #read = new Map<string, Promise<string | { readonly problem: string }>>();

  constructor(
    private readonly options: {
      readonly delivery: RawDelivery;
      readonly account: Pick<AccountKube, 'revealSecret'>;
      /** Of the listener: where the Secrets of groups are. */
      readonly folder: string;
    },
  ) {}

  /** @throws ServiceUnavailableError where the cluster does not answer */
  async check({ interceptors, groupInterceptors, folder }: ResolvedTrigger): Promise<Checked> {
    const asked = [
      ...groupInterceptors.map(each => ({ each, namespace: this.options.folder })),
      ...interceptors.map(each => ({ each, namespace: folder })),
    ];
    const checks = new Map<Interceptor, SignatureCheck>();
    let unproven: Unproven | undefined;
    for (const { each, namespace } of asked) {
      const isOwn = each.ref?.kind === 'NamespacedInterceptor';
      const by = isOwn ? undefined : HOSTS[each.ref?.name ?? ''];
      const ref = each.params?.find(({ name }) => name === 'secretRef')?.value;
      if (by === undefined || ref === undefined || ref === null) continue;
      const { why, ...check } = await this.#judge(ref, { namespace, by });
      checks.set(each, check);
      unproven = why ?? unproven;
    }
    return { checks, unproven: checks.size === 0 ? 'no-secret' : unproven };
  }

  async #judge(
    ref: unknown,
    { namespace, by }: { namespace: string; by: 'hmac' | 'token' },
  ): Promise<SignatureCheck & { why?: Unproven }> {
    const parsed = secretRefSchema.safeParse(ref);
    if (!parsed.success)
      return { passes: false, why: 'no-secret', text: 'its secretRef names no secretKey' };
    const { secretName, secretKey } = parsed.data;
    const secret = await this.#secret({ namespace, name: secretName, key: secretKey });
    if (typeof secret !== 'string')
      return { passes: false, why: 'secret-unread', text: secret.problem };
    if (isProven(this.options.delivery, { secret, by }))
      return { passes: true, text: `the signature is by Secret ${secretName}` };
    const text = `the signature is not by Secret ${secretName}`;
    return { passes: false, why: 'differs', text };
  }

  #secret(ref: { namespace: string; name: string; key: string }) {
    const id = JSON.stringify(ref);
    const reading = this.#read.get(id) ?? this.#reveal(ref);
    this.#read.set(id, reading);
    return reading;
  }

  async #reveal({ namespace, name, key }: { namespace: string; name: string; key: string }) {
    const object = await this.options.account.revealSecret({ namespace, name }).catch(whyUnread);
    if (typeof object === 'string') return { problem: object };
    const value = secretSchema.parse(object).data[key];
    if (value === undefined) return { problem: `Secret ${name} has no ${key}` };
    return Buffer.from(value, 'base64').toString('utf8');
  }
}
