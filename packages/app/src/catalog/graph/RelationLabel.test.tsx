import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { RelationLabel } from './RelationLabel';

it('says relations in words, and those of others by their names', async () => {
  renderInTestApp(
    <svg>
      <RelationLabel edge={{ relations: ['ownerOf', 'ownedBy', 'builtBy'] }} />
    </svg>,
  );
  expect(await screen.findByText('owner of / owned by / builtBy')).toBeInTheDocument();
});
