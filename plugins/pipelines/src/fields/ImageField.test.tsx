import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { ImageLook, PipelinesApi } from '@kubemate/plugin-pipelines-common';
import { KubemateThemeProvider } from '@kubemate/ui';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { pipelinesApiRef } from '../api/pipelinesApiRef';
import { given } from './__testUtils__/given';
import { ImageField } from './ImageField';
import { askedOf, nameProblem, repositoryOf } from './imageChoices';
import { validateImage } from './validateImage';

const HOST = 'registry.example.com';
const CART = `${HOST}/shop/cart`;

/** With `cart:1.4`, and another registry that lists nothing. */
const lookAtImage = async (image: string): Promise<ImageLook> => {
  const known = { registry: HOST, state: 'known' as const, tags: ['1.4', '1.3'] };
  const tag = image.split(':')[1];
  return {
    ...known,
    ...(tag !== undefined && { found: { digest: tag === '1.4' ? 'sha256:4' : undefined } }),
  };
};

function draw(props: object, api: Partial<PipelinesApi> = {}) {
  const listImages = async () => ({
    registries: [
      { host: HOST, state: 'listed', repositories: [CART, `${HOST}/shop/api`], isCut: false },
      { host: 'docker.io', state: 'not-listed', repositories: [], isCut: false },
    ],
  });
  const onChange = jest.fn();
  function Form() {
    const [formData, setData] = useState<string>();
    const change = (value: string) => {
      onChange(value);
      setData(value);
    };
    return <ImageField {...given({ formData, onChange: change, ...props })} />;
  }
  renderInTestApp(
    <KubemateThemeProvider mode="light">
      <Form />
    </KubemateThemeProvider>,
    { apis: [[pipelinesApiRef, { listImages, lookAtImage, ...api } as any] as const] },
  );
  return onChange;
}

const names = async () =>
  (await screen.findAllByRole('option')).map(({ textContent }) => textContent);

it('offers repositories, then the tags of the one that is typed, and says whether one is there', async () => {
  const onChange = draw({});
  const field = await screen.findByLabelText(/^Field/);
  await userEvent.click(field);
  expect(await names()).toEqual([CART, `${HOST}/shop/api`]);
  await userEvent.click(screen.getByRole('option', { name: CART }));
  expect(onChange).toHaveBeenLastCalledWith(CART);
  expect(await screen.findByText(/Type a colon to choose a tag/)).toBeVisible();
  await userEvent.type(field, ':');
  await userEvent.click(await screen.findByRole('option', { name: `${CART}:1.4` }));
  expect(await screen.findByText(/It is there: sha256:4/)).toBeVisible();
  await userEvent.type(field, '5');
  expect(
    await screen.findByText(/There is no 1.45 in registry.example.com\/shop\/cart now/),
  ).toBeVisible();
  expect(field).toBeInvalid();
});

it('takes what is typed where a registry has no list or does not know it, and says so', async () => {
  const look = { registry: 'docker.io', state: 'no-registry' as const, tags: [] };
  const onChange = draw({}, { lookAtImage: async () => look });
  expect(await screen.findByText(/docker.io: gives no list/)).toBeVisible();
  const field = await screen.findByLabelText(/^Field/);
  await userEvent.type(field, 'node:24');
  expect(onChange).toHaveBeenLastCalledWith('node:24');
  expect(await screen.findByText(/does not know docker.io/)).toBeVisible();
  expect(field).toBeValid();
  await userEvent.type(field, ':x');
  expect(await screen.findByText(/This is not the name of an image/)).toBeVisible();
  expect(field).toBeInvalid();
});

it('says that it may not offer any, and still takes what is typed', async () => {
  const denied = Object.assign(new Error('Your role does not allow this.'), {
    name: 'NotAllowedError',
  });
  const onChange = draw({}, { listImages: () => Promise.reject(denied) });
  expect(await screen.findByText(/cannot be offered: Your role does not allow this/)).toBeVisible();
  await userEvent.type(await screen.findByLabelText(/^Field/), 'a');
  expect(onChange).toHaveBeenLastCalledWith('a');
});

it.each([
  ['r.io:5000/a', 'r.io:5000/a', 'r.io:5000/a'],
  ['r.io/a:', 'r.io/a', 'r.io/a'],
  ['r.io/a:1', 'r.io/a', 'r.io/a:1'],
  ['r.io/A', 'r.io/A', undefined],
  ['', '', undefined],
])('reads %j as of the repository %j, and asks for %j', (text, repository, asked) => {
  expect([repositoryOf(text), askedOf(text)]).toEqual([repository, asked]);
});

it.each([
  ['r.io/a:1', { tag: false }, 'tagged'],
  ['r.io/a', { tag: false }, undefined],
  ['r.io//a', {}, 'malformed'],
])('finds in %j with %j the problem %j', (text, options, problem) => {
  expect(nameProblem(text, options)).toBe(problem);
});

it.each([
  [`${CART}:1.4`, { mustExist: true }, 0],
  [`${CART}:2`, { mustExist: true }, 1],
  [`${CART}:2`, {}, 0],
  ['r.io//a', {}, 1],
  ['', {}, 0],
])('lets a form go on with %j and %j by %i errors', async (value, options, errors) => {
  const addError = jest.fn();
  const apiHolder = {
    get: ({ id }: { id: string }) => (id === pipelinesApiRef.id ? { lookAtImage } : undefined),
  };
  await validateImage(value, { addError } as any, {
    ...{ apiHolder: apiHolder as any, formData: {}, schema: {} },
    uiSchema: { 'ui:options': options },
  });
  expect(addError).toHaveBeenCalledTimes(errors);
});
