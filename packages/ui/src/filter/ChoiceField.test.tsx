import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { renderUi } from '../__testUtils__/renderUi';
import { ChoiceField } from './ChoiceField';

function Example() {
  const [value, setValue] = useState('team');
  return (
    <>
      <ChoiceField label="Owner" options={['team', 'leads']} value={value} onChange={setValue} />
      <output>{value}</output>
    </>
  );
}

it('takes one of what is offered, and what is typed', async () => {
  renderUi(<Example />);
  const field = screen.getByRole('combobox', { name: 'Owner' });
  await userEvent.clear(field);
  await userEvent.keyboard('{ArrowDown}');
  await userEvent.click(await screen.findByRole('option', { name: 'leads' }));
  expect(screen.getByRole('status')).toHaveTextContent('leads');
  await userEvent.clear(field);
  await userEvent.type(field, 'others');
  expect(screen.getByRole('status')).toHaveTextContent('others');
});
