import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { InputError } from '@backstage/errors';

type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

const LINK_LOCAL = blockList('169.254.0.0/16', 'fe80::/10');
/** Where clouds hand out the machine's credentials: AWS over IPv6, Alibaba, Oracle; the usual one is link-local. */
const METADATA = blockList(
  'fd00:ec2::254/128',
  'fd20:ce::254/128',
  '100.100.100.200/32',
  '192.0.0.192/32',
);
const LOOPBACK = blockList('127.0.0.0/8', '::1/128');
/** No host of its own: the unspecified address reaches this machine on Linux. */
const NOT_A_HOST = blockList('0.0.0.0/8', '::/128', '224.0.0.0/4', 'ff00::/8', '240.0.0.0/4');

/**
 * Decides to which addresses the portal connects when a person gave the host. Names are resolved here and the connection goes to
 * what was checked: a name that answers differently the second time gains nothing.
 */
export class AddressGuard {
  private readonly allowLoopback: boolean;
  /** Whether the portal may call this machine and no other: see `signsInUnproven`. */
  readonly onlyLoopback: boolean;
  private readonly resolve: Resolve;

  /** `allowLoopback` is for a portal that only its own machine reaches; elsewhere, loopback is the inside of the server. */
  constructor(options: {
    readonly allowLoopback: boolean;
    readonly onlyLoopback?: boolean;
    readonly resolve?: Resolve;
  }) {
    this.allowLoopback = options.allowLoopback;
    this.onlyLoopback = options.onlyLoopback ?? false;
    this.resolve = options.resolve ?? resolveAll;
  }

  /**
   * The addresses of a host, all of them allowed.
   * @throws InputError with the reason, where one is not; the error of the resolver where the name is not known
   */
  async addressesOf(host: string): Promise<readonly LookupAddress[]> {
    const bare = host.replace(/^\[(.*)\]$/, '$1');
    const family = isIP(bare);
    const found = family === 0 ? await this.resolve(bare) : [{ address: bare, family }];
    for (const { address } of found) this.check(address);
    return found;
  }

  /**
   * Refuses a host that is an address which is not allowed; a name says nothing before it is resolved.
   * @throws InputError
   */
  checkLiteral(host: string): void {
    const bare = host.replace(/^\[(.*)\]$/, '$1');
    if (isIP(bare) !== 0) this.check(bare);
  }

  /** For `net.connect`, which does not ask it about literal addresses: those are checked before, when the cluster is added. */
  readonly lookup: LookupFunction = (host, options, callback) => {
    this.addressesOf(host).then(
      found => {
        const wanted = options.family === 4 || options.family === 'IPv4' ? 4 : options.family;
        const family = wanted === 'IPv6' ? 6 : wanted;
        const usable = found.filter(each => !family || each.family === family);
        const [first] = usable;
        if (first === undefined) callback(notFound(host), '', 0);
        else if (options.all) callback(null, [...usable]);
        else callback(null, first.address, first.family);
      },
      error => callback(error, '', 0),
    );
  };

  private check(address: string): void {
    const plain = withoutMapping(address);
    if (within(LINK_LOCAL, plain) || within(METADATA, plain))
      throw new InputError(
        `${address} is a link-local or metadata address, which the portal never calls`,
      );
    if (within(NOT_A_HOST, plain)) throw new InputError(`${address} is not the address of a host`);
    if (within(LOOPBACK, plain) && !this.allowLoopback)
      throw new InputError(
        `${address} is this server itself; that is allowed only while the portal listens on loopback`,
      );
    if (this.onlyLoopback && !within(LOOPBACK, plain)) throw new InputError(notHere(address));
  }
}

/** Why the portal goes no further than its own machine. */
export function notHere(what: string): string {
  return `${what} is not on this machine. People sign in here as personas, without proof (kubemate.signIn), so only clusters on loopback can be added; let people sign in with oidc or proxy first`;
}

/** `::ffff:169.254.169.254`, also as `::ffff:a9fe:a9fe`, and NAT64's prefix reach the IPv4 address in them. */
function withoutMapping(address: string): string {
  if (isIP(address) !== 6) return address;
  const groups = expand(address);
  const head = groups.slice(0, 6).join(':');
  const mapped = ['0:0:0:0:0:ffff', '0:0:0:0:0:0', '64:ff9b:0:0:0:0'].includes(head);
  const [high = 0, low = 0] = groups.slice(6).map(group => parseInt(group, 16));
  // `::` and `::1` are addresses of their own.
  if (!mapped || (head === '0:0:0:0:0:0' && high === 0)) return address.replace(/%.*$/, '');
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** Eight groups without leading zeros. */
function expand(address: string): string[] {
  const bare = address.replace(/%.*$/, '');
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(bare);
  const [, start = '', ...bytes] = dotted ?? [];
  const [a = 0, b = 0, c = 0, d = 0] = bytes.map(Number);
  const text = dotted
    ? `${start}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
    : bare;
  const [left = '', right] = text.split('::');
  const first = left === '' ? [] : left.split(':');
  const last = right === undefined || right === '' ? [] : right.split(':');
  const zeros = Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0');
  return [...first, ...zeros, ...last].map(group => (parseInt(group, 16) || 0).toString(16));
}

function blockList(...subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address = '', bits = ''] = subnet.split('/');
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

function within(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

function resolveAll(host: string): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => {
    systemLookup(host, { all: true }, (error, found) => (error ? reject(error) : resolve(found)));
  });
}

function notFound(host: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${host} has no address of that family`), { code: 'ENOTFOUND' });
}
