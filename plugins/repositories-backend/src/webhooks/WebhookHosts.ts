import type { Phrase } from '@kubemate/operations-common';
import { sayRepository } from '@kubemate/plugin-repositories-common';

/** Which hosts webhooks may lead to, by the configuration. Which addresses these may be is asked when they are called. */
export class WebhookHosts {
  constructor(private readonly allowed: readonly string[] | undefined) {}

  /** Undefined where it may be called. */
  whyNot(host: string): Phrase | undefined {
    const { allowed } = this;
    if (allowed === undefined || allowed.some(each => matches(each, host.toLowerCase())))
      return undefined;
    return sayRepository('hostNotAllowed', { host });
  }
}

function matches(allowed: string, host: string): boolean {
  return allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : host === allowed;
}
