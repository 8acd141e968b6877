import { renderInTestApp } from '@backstage/frontend-test-utils';
import { KubemateThemeProvider } from '@kubemate/ui';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactElement } from 'react';
import { tenantsApiRef } from '../api/tenantsApiRef';
import { fakeTenantsApi } from '../__testUtils__/fakeTenantsApi';
import { NOTHING_ALLOWED, tenant, tenantList } from '../__testUtils__/tenants';
import { EnvironmentsField } from './EnvironmentsField';
import { ClusterField, NamespaceField, TenantField } from './PlaceFields';

const may = NOTHING_ALLOWED;
const SHOP = tenant({
  ...{ roles: ['developer'], may },
  placements: [
    { cluster: 'dev', environment: 'dev', namespaces: ['shop', 'shop-try'] },
    { cluster: 'prod', environment: 'prod', namespaces: ['shop'] },
  ],
});
const PETS = tenant({
  ...{ name: 'pets', title: 'Pets', roles: ['tenant-admin'], may },
  placements: [{ cluster: 'edge', environment: 'dev', namespaces: ['pets'] }],
});
/** One that the person only looks at. */
const PAY = tenant({
  ...{ name: 'pay', title: 'Payments', roles: ['viewer'], may },
  placements: [{ cluster: 'vault', environment: 'dev', namespaces: ['pay'] }],
});

function draw(field: ReactElement, items = [SHOP, PETS, PAY]) {
  const api = fakeTenantsApi({ listTenants: async () => tenantList({ items }) });
  return renderInTestApp(<KubemateThemeProvider mode="light">{field}</KubemateThemeProvider>, {
    apis: [[tenantsApiRef, api] as const],
  });
}

/** What a form of the scaffolder gives a field, as far as these look at it. */
function given(rest: object): any {
  return {
    ...{ schema: { title: 'Field' }, uiSchema: {}, idSchema: { $id: 'field' } },
    ...{ required: true, rawErrors: [], onChange: jest.fn(), ...rest },
  };
}

async function options(label: RegExp): Promise<(string | null)[]> {
  await userEvent.click(await screen.findByLabelText(label));
  return (await screen.findAllByRole('option')).map(({ textContent }) => textContent);
}

it('offers the tenants in which the person may run something, and fills in their namespaces', async () => {
  const props = given({});
  draw(<EnvironmentsField {...props} />);
  const offered = await options(/^Tenant/);
  expect(offered.join()).toContain('Shop');
  expect(offered.join()).not.toContain('Payments');
  await userEvent.click(await screen.findByRole('option', { name: /Shop/ }));
  expect(props.onChange).toHaveBeenCalledWith({
    dev: { cluster: 'dev', namespace: 'shop' },
    prod: { cluster: 'prod', namespace: 'shop' },
  });
});

it('chooses the only tenant by itself, and says where it has nothing', async () => {
  const props = given({ formData: { dev: { cluster: 'dev', namespace: 'shop' } } });
  draw(<EnvironmentsField {...props} />, [SHOP]);
  expect(await screen.findByText(/no namespace here/)).toBeVisible();
  const alone = given({});
  draw(<EnvironmentsField {...alone} />, [PETS]);
  await waitFor(() =>
    expect(alone.onChange).toHaveBeenCalledWith({ dev: { cluster: 'edge', namespace: 'pets' } }),
  );
});

it('says to whom one turns who is a developer nowhere', async () => {
  draw(<EnvironmentsField {...given({})} />, [PAY]);
  expect(await screen.findByText('You are a developer in no tenant')).toBeVisible();
});

it('offers clusters of these tenants, and none where others are', async () => {
  const props = given({});
  draw(<ClusterField {...props} />);
  expect(await options(/^Field/)).toEqual(['dev', 'edge', 'prod']);
  await userEvent.click(screen.getByRole('option', { name: 'edge' }));
  expect(props.onChange).toHaveBeenCalledWith('edge');
});

it('offers the namespaces of the cluster of the form, and refuses what was chosen for another', async () => {
  const form = (cluster?: string) => ({ formContext: { formData: { cluster } } });
  draw(<NamespaceField {...given({ ...form('dev'), formData: 'pets' })} />);
  expect(await screen.findByText(/None of your tenants has pets there/)).toBeVisible();
  expect(await options(/^Field/)).toEqual(['shopShop', 'shop-tryShop']);
});

it('waits for a cluster', async () => {
  draw(<NamespaceField {...given({ formContext: { formData: {} } })} />);
  expect(await screen.findByText('Choose a cluster first.')).toBeVisible();
});

it('offers the tenants for which the person may ask for quota, each with its plan', async () => {
  const uiSchema = { 'ui:options': { may: 'requestQuota' } };
  const allowed = { ...may, requestQuota: true };
  const shop = { ...SHOP, may: allowed };
  const gone = { ...PETS, may: allowed, state: 'archived' as const };
  const props = given({ uiSchema });
  draw(<TenantField {...props} />, [shop, gone, PAY]);
  expect(await options(/^Field/)).toEqual([`shopShop · plan ${shop.plan}`]);
  await userEvent.click(screen.getByRole('option', { name: /shop/ }));
  expect(props.onChange).toHaveBeenCalledWith('shop');
});

it('says that one may do it for no tenant, and refuses one that is not offered', async () => {
  const uiSchema = { 'ui:options': { may: 'requestQuota' } };
  const { unmount } = draw(<TenantField {...given({ uiSchema })} />, [SHOP]);
  expect(await screen.findByText('There is no tenant for which you may do this')).toBeVisible();
  unmount();
  draw(<TenantField {...given({ formData: 'pay' })} />);
  expect(await screen.findByText(/pay is none of the tenants/)).toBeVisible();
  expect(await options(/^Field/)).toEqual(['petsPets · plan medium', 'shopShop · plan medium']);
});
