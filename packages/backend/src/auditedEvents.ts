import { DefaultAuditorService } from '@backstage/backend-defaults/auditor';
import type { AuditorEvent } from '@backstage/backend-defaults/auditor';
import { coreServices, createServiceFactory } from '@backstage/backend-plugin-api';
import type { LoggerService, RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { auditorTrailServiceRef, TrailAuditor } from '@kubemate/http-node';

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
const isLevel = (text: string): text is (typeof LEVELS)[number] =>
  LEVELS.some(level => level === text);

/** Backstage's auditor of every plugin: it writes the log as Backstage's own does, and the audit plugin records what it tells. */
export const auditedEvents = createServiceFactory({
  service: coreServices.auditor,
  deps: {
    auth: coreServices.auth,
    config: coreServices.rootConfig,
    httpAuth: coreServices.httpAuth,
    logger: coreServices.logger,
    plugin: coreServices.pluginMetadata,
    trail: auditorTrailServiceRef,
  },
  factory({ auth, config, httpAuth, logger, plugin, trail }) {
    const logged = DefaultAuditorService.create(logWriter(logger, config), {
      ...{ auth, httpAuth, plugin },
    });
    return new TrailAuditor({ logged, trail, plugin: plugin.getId(), auth, httpAuth });
  },
});

function logWriter(logger: LoggerService, config: RootConfigService) {
  const auditLogger = logger.child({ isAuditEvent: 'true' });
  return (event: AuditorEvent) => {
    const { plugin, eventId, severityLevel } = event;
    const key = `backend.auditor.severityLogLevelMappings.${severityLevel}`;
    const level = config.getOptionalString(key) ?? (severityLevel === 'low' ? 'debug' : 'info');
    if (!isLevel(level)) throw new InputError(`${key}: must be one of ${LEVELS.join(', ')}`);
    const { error, ...rest } = { error: undefined, ...event };
    auditLogger
      .child({ ...rest } as Parameters<LoggerService['child']>[0])
      [level](`${plugin}.${eventId}`, error);
  };
}
