import { mockApis, TestApiProvider } from '@backstage/frontend-test-utils';
import { errorApiRef, translationApiRef } from '@backstage/frontend-plugin-api';
import { render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { MemoryRouter } from 'react-router-dom';
import { KubemateThemeProvider } from '../theme/KubemateThemeProvider';

/** Draws a component as the app does: in the theme, with translations and an address. */
export function renderUi(element: ReactElement, options: { path?: string } = {}) {
  const wrap = (child: ReactElement) => (
    <TestApiProvider
      apis={[
        [translationApiRef, mockApis.translation()],
        [errorApiRef, mockApis.error()],
      ]}
    >
      <KubemateThemeProvider mode="light">
        <MemoryRouter initialEntries={[options.path ?? '/']}>{child}</MemoryRouter>
      </KubemateThemeProvider>
    </TestApiProvider>
  );
  const result = render(wrap(element));
  return { ...result, update: (next: ReactElement) => result.rerender(wrap(next)) };
}
