/** What `tree=` asks for: names, each with what is asked for below it, and a range of a list. */
export interface TreeNode {
  readonly children: ReadonlyMap<string, TreeNode>;
  readonly from: number;
  readonly to: number;
}

const LEAF: TreeNode = { children: new Map(), from: 0, to: Infinity };

/** Reads the grammar of Jenkins' `NamedPathPruner`: `jobs[name,builds[number]{0,5}]`. */
export function parseTree(text: string): ReadonlyMap<string, TreeNode> {
  const tokens = text.match(/[^,[\]{}]+|[,[\]{}]/g) ?? [];
  let at = 0;
  const fail = (): never => {
    throw new SyntaxError(`tree: unexpected ${tokens[at] ?? 'end'}`);
  };
  const take = (token: string) => (tokens[at] === token ? ((at += 1), true) : false);
  const range = (): Pick<TreeNode, 'from' | 'to'> => {
    const inside: string[] = [];
    while (at < tokens.length && tokens[at] !== '}') inside.push(tokens[at++] ?? '');
    if (!take('}')) fail();
    const [from = '', to] = inside.join('').split(',');
    if (to === undefined) return { from: Number(from), to: Number(from) + 1 };
    return { from: from === '' ? 0 : Number(from), to: to === '' ? Infinity : Number(to) };
  };
  const list = (): Map<string, TreeNode> => {
    const found = new Map<string, TreeNode>();
    do {
      const name = tokens[at++];
      if (name === undefined || /[,[\]{}]/.test(name)) fail();
      const children = take('[') ? list() : LEAF.children;
      if (children !== LEAF.children && !take(']')) fail();
      const { from, to } = take('{') ? range() : LEAF;
      found.set(name ?? '', { children, from, to });
    } while (take(','));
    return found;
  };
  const root = list();
  if (at < tokens.length) fail();
  return root;
}

/** Exported beans as values; a function is a property that is worked out only where it is asked for. */
export type Bean = { readonly [name: string]: unknown };

function isBean(value: unknown): value is Bean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The parts of a bean that are asked for; its class always. Names that it does not have are passed over, as Jenkins does. */
export function prune(bean: Bean, tree: ReadonlyMap<string, TreeNode>): Bean {
  const entries = [...tree].flatMap(([name, node]) => {
    const raw = bean[name];
    const value = typeof raw === 'function' ? raw() : raw;
    return value === undefined || name === '_class'
      ? []
      : [[name, pruneValue(value, node)] as const];
  });
  const known = bean._class === undefined ? [] : [['_class', bean._class] as const];
  return Object.fromEntries([...known, ...entries]);
}

function pruneValue(value: unknown, { children, from, to }: TreeNode): unknown {
  if (Array.isArray(value))
    return value.slice(from, to).map(each => (isBean(each) ? prune(each, children) : each));
  return isBean(value) ? prune(value, children) : value;
}

/** Without `tree=`: what is plain, and of what is below, the class alone. */
export function shallow(bean: Bean): Bean {
  const names = Object.keys(bean).filter(name => typeof bean[name] !== 'function');
  return prune(bean, new Map(names.map(name => [name, LEAF])));
}
