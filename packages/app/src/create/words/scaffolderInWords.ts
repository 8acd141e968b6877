import type { Observable, Observer } from '@backstage/types';
import type { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';
import {
  formInWords,
  outputInWords,
  wordsOf,
  type SayText,
} from '@kubemate/plugin-template-runs-common';

type ScaffolderApi = typeof scaffolderApiRef.T;
type Task = Awaited<ReturnType<ScaffolderApi['getTask']>>;
type Events = ReturnType<ScaffolderApi['streamLogs']>;
type Event = Events extends Observable<infer E> ? E : never;
type Metadata = Parameters<typeof wordsOf>[0];

/** Where the words of a template are. */
export interface WordsSource {
  /** Of the page, as it is now. */
  language(): string;
  /** Of the template in the catalog; undefined where it is not there. */
  metadataOf(templateRef: string): Promise<Metadata>;
}

/** The scaffolder with forms and runs in the language of the page, by `metadata.translations` of their templates. */
export function scaffolderInWords(inner: ScaffolderApi, source: WordsSource): ScaffolderApi {
  const sayOf = ({ spec }: Task) => wordsOf(spec.templateInfo?.entity?.metadata, source.language());
  // Whoever follows a run has asked for it before.
  let shown: { readonly id: string; readonly say: SayText } | undefined;
  const told: Partial<ScaffolderApi> = {
    async getTemplateParameterSchema(templateRef, options) {
      const [schema, metadata] = await Promise.all([
        inner.getTemplateParameterSchema(templateRef, options),
        source.metadataOf(templateRef),
      ]);
      return formInWords(schema, wordsOf(metadata, source.language()));
    },
    async getTask(taskId, options) {
      const task = await inner.getTask(taskId, options);
      shown = { id: taskId, say: sayOf(task) };
      return taskInWords(task, shown.say);
    },
    async listTasks(request, options) {
      const { tasks, ...rest } = await inner.listTasks(request, options);
      return { ...rest, tasks: tasks.map(task => taskInWords(task, sayOf(task))) };
    },
    streamLogs(request, options) {
      const events = inner.streamLogs(request, options);
      return shown?.id === request.taskId ? eventsInWords(events, shown.say) : events;
    },
  };
  // All else is asked of the scaffolder as it is.
  return Object.assign(Object.create(inner) as ScaffolderApi, told);
}

/** A run, with the names of its steps and of its template said by `say`. */
function taskInWords(task: Task, say: SayText): Task {
  const { templateInfo, steps } = task.spec;
  const metadata = templateInfo?.entity?.metadata;
  const { title, description } = metadata ?? {};
  const named = {
    ...(title !== undefined && { title: say(title) }),
    ...(description !== undefined && { description: say(description) }),
  };
  return {
    ...task,
    spec: {
      ...task.spec,
      steps: steps.map(step => ({ ...step, name: say(step.name) })),
      ...(templateInfo && {
        templateInfo: {
          ...templateInfo,
          ...(metadata && { entity: { metadata: { ...metadata, ...named } } }),
        },
      }),
    },
  };
}

/** The events of a run; the last one has what it gives out. */
function eventsInWords(events: Events, say: SayText): Events {
  const inWords = (event: Event): Event => {
    const { output, ...body }: Event['body'] & { output?: unknown } = event.body;
    if (output === undefined) return event;
    return { ...event, body: { ...body, ...{ output: outputInWords(output, say) } } };
  };
  return {
    [Symbol.observable]() {
      return this;
    },
    subscribe: (
      observer?: Observer<Event> | ((event: Event) => void),
      error?: (error: Error) => void,
      complete?: () => void,
    ) => {
      const given = typeof observer === 'object' ? observer : { next: observer, error, complete };
      return events.subscribe({
        next: event => given.next?.(inWords(event)),
        error: cause => given.error?.(cause),
        complete: () => given.complete?.(),
      });
    },
  };
}
