import type { SchedulerService } from '@backstage/backend-plugin-api';
import type { Housekeeping } from './Housekeeping';
import type { RuleRunner } from './rules/RuleRunner';

/** Each task runs on one server at a time. */
export async function scheduleHousekeeping(options: {
  readonly scheduler: SchedulerService;
  readonly housekeeping: Housekeeping;
  readonly rules: RuleRunner;
}): Promise<void> {
  const { scheduler, housekeeping, rules } = options;
  const timeout = { hours: 1 };
  await scheduler.scheduleTask({
    id: 'audit-anchor',
    // More often than once a day, so that a day has its anchor soon after its first record.
    frequency: { minutes: 10 },
    initialDelay: { seconds: 30 },
    timeout,
    fn: async () => {
      await housekeeping.anchor();
      rules.kick();
    },
  });
  await scheduler.scheduleTask({
    id: 'audit-forget',
    frequency: { hours: 6 },
    initialDelay: { minutes: 5 },
    timeout,
    fn: async () => void (await housekeeping.forget()),
  });
  await scheduler.scheduleTask({
    id: 'audit-verify',
    frequency: { hours: 24 },
    initialDelay: { minutes: 10 },
    timeout,
    fn: () => housekeeping.check(),
  });
}
