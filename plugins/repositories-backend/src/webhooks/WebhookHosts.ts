/** Which hosts webhooks may lead to, by the configuration. Which addresses these may be is asked when they are called. */
export class WebhookHosts {
  constructor(private readonly allowed: readonly string[] | undefined) {}

  /** Undefined where it may be called. */
  whyNot(host: string): string | undefined {
    const { allowed } = this;
    if (allowed === undefined || allowed.some(each => matches(each, host.toLowerCase())))
      return undefined;
    return `${host} is not among the hosts of kubemate.repositories.webhooks`;
  }
}

function matches(allowed: string, host: string): boolean {
  return allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : host === allowed;
}
