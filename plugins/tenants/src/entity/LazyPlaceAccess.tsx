import { lazy } from 'react';

/** {@link PlaceAccess}, loaded when it is drawn; within a Suspense. */
export const PlaceAccess = lazy(async () => ({
  default: (await import('./PlaceAccess')).PlaceAccess,
}));
