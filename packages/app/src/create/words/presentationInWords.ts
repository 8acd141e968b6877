import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type { EntityPresentationApi } from '@backstage/plugin-catalog-react';
import type { Observable, Observer } from '@backstage/types';
import { wordsOf } from '@kubemate/plugin-template-runs-common';
import type { WordsSource } from './scaffolderInWords';

type Presentation = ReturnType<EntityPresentationApi['forEntity']>;
type Snapshot = Presentation['snapshot'];

/** How entities are called, with templates in the language of the page. */
export function presentationInWords(
  inner: EntityPresentationApi,
  source: WordsSource,
): EntityPresentationApi {
  return {
    forEntity(entityOrRef, context) {
      const shown = inner.forEntity(entityOrRef, context);
      const ref = typeof entityOrRef === 'string' ? entityOrRef : stringifyEntityRef(entityOrRef);
      if (kindOf(ref, context?.defaultKind) !== 'template') return shown;
      const promise = Promise.all([shown.promise, source.metadataOf(ref)]).then(
        ([snapshot, metadata]) => {
          const say = wordsOf(metadata, source.language());
          return { ...snapshot, primaryTitle: say(snapshot.primaryTitle) };
        },
      );
      return { ...shown, promise, update$: once(promise) };
    },
  };
}

function kindOf(ref: string, defaultKind?: string): string {
  return parseEntityRef(ref, { defaultKind: defaultKind ?? 'unknown' }).kind.toLowerCase();
}

/** Tells what the promise comes to; what fails stays as it was shown at first. */
function once(promise: Promise<Snapshot>): Observable<Snapshot> {
  return {
    [Symbol.observable]() {
      return this;
    },
    subscribe(observer?: Observer<Snapshot> | ((snapshot: Snapshot) => void)) {
      let isClosed = false;
      const next = typeof observer === 'function' ? observer : observer?.next;
      promise.then(
        snapshot => !isClosed && next?.(snapshot),
        () => undefined,
      );
      return {
        unsubscribe() {
          isClosed = true;
        },
        get closed() {
          return isClosed;
        },
      };
    },
  };
}
