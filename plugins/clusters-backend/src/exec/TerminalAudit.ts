import type { AuditorService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { Viewer } from '@kubemate/kube-node';

/** Something about terminals that must stand in the record, done or refused, and is no operation. */
export interface TerminalAct {
  readonly action: 'exec-transcript';
  readonly viewer: Viewer;
  readonly target: { readonly [key: string]: unknown };
  readonly detail: Readonly<Record<string, string | string[]>>;
}

/** Records what is done with terminals, before and after. */
export interface TerminalAudit {
  record<T>(act: TerminalAct, run: () => Promise<T>): Promise<T>;
}

/** {@link TerminalAudit} in Backstage's own audit log. */
export function auditorRecords(auditor: AuditorService): TerminalAudit {
  return {
    async record({ action, viewer, target, detail }, run) {
      const { cluster, namespace, pod, container } = target;
      const event = await auditor.createEvent({
        eventId: action,
        severityLevel: 'medium',
        meta: {
          actor: viewer.userEntityRef,
          ...textsOf({ cluster, namespace, pod, container }),
          ...detail,
        },
      });
      try {
        const result = await run();
        await event.success();
        return result;
      } catch (error) {
        await event.fail({ error: isError(error) ? error : new Error(String(error)) });
        throw error;
      }
    },
  };
}

function textsOf(values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}
