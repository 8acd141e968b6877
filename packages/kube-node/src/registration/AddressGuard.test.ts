import { AddressGuard } from './AddressGuard';

const answering = (...addresses: string[]) => ({
  resolve: async () =>
    addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 })),
});

describe('AddressGuard', () => {
  it.each([
    '169.254.169.254',
    '169.254.0.1',
    '[fe80::1]',
    'fe80::1%eth0',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '0:0:0:0:0:FFFF:A9FE:A9FE',
    '::169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    'fd00:ec2::254',
    'FD00:0EC2:0:0:0:0:0:0254',
    '100.100.100.200',
    '192.0.0.192',
  ])('never allows the link-local or metadata address %s', async address => {
    const guard = new AddressGuard({ allowLoopback: true });
    await expect(guard.addressesOf(address)).rejects.toThrow('link-local or metadata');
  });

  it.each(['0.0.0.0', '[::]', '224.0.0.1', '255.255.255.255', 'ff02::1'])(
    'does not take %s for a host',
    async address => {
      const guard = new AddressGuard({ allowLoopback: true });
      await expect(guard.addressesOf(address)).rejects.toThrow('is not the address of a host');
    },
  );

  it.each(['127.0.0.1', '127.8.8.8', '[::1]', '::ffff:127.0.0.1', '::ffff:7f00:1'])(
    'allows the loopback address %s only where the portal is on loopback',
    async address => {
      await expect(
        new AddressGuard({ allowLoopback: true }).addressesOf(address),
      ).resolves.toHaveLength(1);
      await expect(new AddressGuard({ allowLoopback: false }).addressesOf(address)).rejects.toThrow(
        'this server itself',
      );
    },
  );

  it.each(['10.0.0.1', '192.168.1.5', '8.8.8.8', '[2001:db8::1]', 'fd12::1', '::ffff:10.0.0.1'])(
    'allows %s: clusters live on private networks, too',
    async address => {
      await expect(
        new AddressGuard({ allowLoopback: false }).addressesOf(address),
      ).resolves.toHaveLength(1);
    },
  );

  it('goes nowhere but to loopback where people sign in without proof', async () => {
    const guard = new AddressGuard({
      allowLoopback: true,
      onlyLoopback: true,
      ...answering('127.0.0.1', '10.0.0.1'),
    });
    await expect(guard.addressesOf('127.0.0.1')).resolves.toHaveLength(1);
    await expect(guard.addressesOf('10.0.0.1')).rejects.toThrow('not on this machine');
    await expect(guard.addressesOf('peer.example')).rejects.toThrow('not on this machine');
    expect(() => guard.checkLiteral('[2001:db8::1]')).toThrow('not on this machine');
    expect(() => guard.checkLiteral('[::1]')).not.toThrow();
    expect(() => guard.checkLiteral('peer.example')).not.toThrow();
  });

  it('refuses a name as soon as one of its addresses is refused', async () => {
    const guard = new AddressGuard({
      allowLoopback: false,
      ...answering('10.0.0.1', '169.254.169.254'),
    });
    await expect(guard.addressesOf('rebind.example.org')).rejects.toThrow('link-local');
  });

  it('lets a connection go to the addresses that were checked, and to no others', async () => {
    const answers = [['10.0.0.1', '2001:db8::1'], ['127.0.0.1']];
    const guard = new AddressGuard({
      allowLoopback: false,
      resolve: async host =>
        answering(...(answers.shift() ?? []))
          .resolve()
          .then(found => (host ? found : [])),
    });
    const look = (options: object) =>
      new Promise(resolve => {
        guard.lookup('k8s.example.org', options, (error, address) => resolve(error ?? address));
      });
    expect(await look({ all: true })).toEqual([
      { address: '10.0.0.1', family: 4 },
      { address: '2001:db8::1', family: 6 },
    ]);
    expect(await look({ all: true })).toMatchObject({ name: 'InputError' });
  });

  it('gives one address of the family that is asked for', async () => {
    const guard = new AddressGuard({
      allowLoopback: false,
      ...answering('2001:db8::1', '10.0.0.1'),
    });
    const address = await new Promise(resolve => {
      guard.lookup('k8s.example.org', { family: 4 }, (_, found) => resolve(found));
    });
    expect(address).toBe('10.0.0.1');
  });
});
