/**
 * The rules every package is linted by: Backstage's own, the import directions and confinements of docs/architecture.md,
 * and size limits that stop the long tail. Raising a limit needs an ADR.
 */
const path = require('node:path');

const root = path.resolve(__dirname, '../..');

/** Which `@kubemate/*` and workspace packages each package may import. A plugin's own `-common` is added below. */
const ALLOWED = {
  'packages/kube-common': [],
  'packages/http-common': ['@kubemate/kube-common'],
  'packages/git-hosts-node': [
    '@kubemate/kube-node',
    '@kubemate/operations-common',
    '@kubemate/upstream-node',
  ],
  'packages/http-node': ['@kubemate/http-common', '@kubemate/kube-common', '@kubemate/kube-node'],
  'packages/kube-node': ['@kubemate/kube-common'],
  'packages/operations-common': ['@kubemate/http-common', '@kubemate/kube-common'],
  'packages/operations-node': [
    '@kubemate/http-common',
    '@kubemate/http-node',
    '@kubemate/kube-common',
    '@kubemate/kube-node',
    '@kubemate/operations-common',
    '@kubemate/test-node',
  ],
  'packages/ui': ['@kubemate/kube-common', '@kubemate/operations-common'],
  'packages/sandbox': ['@kubemate/kube-common'],
  'packages/storage-node': [],
  'packages/upstream-node': [],
  'packages/templates-node': [],
  'packages/kustomize-node': ['@kubemate/kube-common'],
  'packages/test-node': [],
};

/** Libraries that one package owns, so that replacing one touches one folder. */
const CONFINED = [
  { names: ['@kubernetes/client-node'], owners: ['packages/kube-node'] },
  {
    names: [
      'uplot',
      'echarts',
      'react-virtuoso',
      'ansi_up',
      '@tanstack/react-virtual',
      '@xyflow/react',
    ],
    owners: ['packages/ui'],
  },
  { patterns: ['@codemirror/*', '@lezer/*', '@xterm/*'], owners: ['packages/ui'] },
  {
    names: ['undici'],
    owners: ['packages/kube-node', 'packages/upstream-node', 'packages/sandbox'],
  },
];

const BANNED = [
  { name: '@material-ui/core', message: 'Use @mui/material.' },
  { name: '@material-ui/icons', message: 'Use @remixicon/react.' },
  { name: '@backstage/core-compat-api', message: 'New frontend system only.' },
  {
    name: '@backstage/core-plugin-api',
    importNames: [
      'createPlugin',
      'createRoutableExtension',
      'createComponentExtension',
      'createReactExtension',
    ],
    message: 'New frontend system only: see @backstage/frontend-plugin-api.',
  },
];

const SIZE = {
  'max-lines': ['error', { max: 400 }],
  'max-lines-per-function': ['error', { max: 80 }],
  'max-params': ['error', 3],
};
const SIZE_TSX = { 'max-lines-per-function': ['error', { max: 150 }] };
const NO_SIZE = { 'max-lines': 'off', 'max-lines-per-function': 'off' };

function allowedFor(folder) {
  if (ALLOWED[folder]) return ALLOWED[folder];
  const [area, name] = folder.split('/');
  if (area !== 'plugins') return undefined; // packages/app and packages/backend compose
  const own = `@kubemate/plugin-${name.replace(/-(common|backend)$/, '')}-common`;
  if (name.endsWith('-common'))
    return ['@kubemate/http-common', '@kubemate/kube-common', '@kubemate/operations-common'];
  if (name.includes('-backend')) {
    return [
      '@kubemate/http-common',
      '@kubemate/http-node',
      '@kubemate/kube-common',
      '@kubemate/kube-node',
      '@kubemate/operations-common',
      '@kubemate/operations-node',
      '@kubemate/upstream-node',
      '@kubemate/git-hosts-node',
      '@kubemate/storage-node',
      '@kubemate/templates-node',
      '@kubemate/kustomize-node',
      '@kubemate/test-node',
      own,
      '@kubemate/plugin-*-common',
    ];
  }
  return [
    '@kubemate/http-common',
    '@kubemate/kube-common',
    '@kubemate/operations-common',
    '@kubemate/ui',
    own,
  ];
}

function restrictedPatterns(folder) {
  const confined = CONFINED.filter(rule => !rule.owners.includes(folder));
  const allowed = allowedFor(folder);
  return [
    ...confined.flatMap(rule => rule.patterns ?? []),
    ...(allowed === undefined ? [] : ['@kubemate/*', ...allowed.map(name => `!${name}`)]),
  ];
}

function restrictedNames(folder) {
  const confined = CONFINED.filter(rule => !rule.owners.includes(folder));
  return [
    ...BANNED,
    ...confined
      .flatMap(rule => rule.names ?? [])
      .map(name => ({
        name,
        message: `${name} belongs to another package; see docs/architecture.md.`,
      })),
  ];
}

function fileRules(folder) {
  const isServer =
    folder.includes('-backend') || (folder.endsWith('-node') && folder !== 'packages/test-node');
  const overrides = [
    { files: ['**/*.tsx'], rules: SIZE_TSX },
    {
      files: ['**/*.test.ts', '**/*.test.tsx', '**/testUtils/**', '**/__testUtils__/**'],
      rules: { ...NO_SIZE, 'max-params': 'off' },
    },
    {
      files: ['src/**/*.ts', 'src/**/*.tsx'],
      excludedFiles: ['**/*.test.*', '**/testUtils/**', '**/__testUtils__/**'],
      rules: {
        '@typescript-eslint/no-explicit-any': 'error',
        '@typescript-eslint/no-non-null-assertion': 'error',
        'no-console': 'error',
      },
    },
  ];
  if (isServer) {
    overrides.push(
      {
        files: ['src/**/*.ts'],
        excludedFiles: ['**/*outer.ts', '**/*.test.ts', '**/__testUtils__/**', '**/plugin.ts'],
        rules: {
          '@typescript-eslint/no-restricted-imports': [
            'error',
            {
              paths: [
                {
                  name: 'express',
                  message: 'express stays in router files.',
                  allowTypeImports: true,
                },
              ],
            },
          ],
        },
      },
      {
        files: ['src/**/*.ts'],
        excludedFiles: ['**/*Store.ts', '**/*.test.ts', '**/__testUtils__/**'],
        rules: {
          'no-restricted-syntax': [
            'error',
            {
              selector: "ImportDeclaration[source.value='knex']",
              message: 'knex stays in *Store.ts.',
            },
          ],
        },
      },
    );
  }
  return overrides;
}

module.exports = function eslintConfig(dir) {
  const folder = path.relative(root, dir).split(path.sep).join('/');
  const config = require('@backstage/cli/config/eslint-factory')(dir, {
    restrictedImports: restrictedNames(folder),
    restrictedImportPatterns: restrictedPatterns(folder),
    rules: {
      ...SIZE,
      // Chains of conditions read well in the way Prettier lays them out, and assertions may stand in helpers.
      'no-nested-ternary': 'off',
      'jest/no-standalone-expect': 'off',
      'jest/expect-expect': 'off',
      '@backstage/no-mixed-plugin-imports': 'error',
      'import/no-cycle': 'error',
      'no-restricted-globals': [
        'error',
        // operations-node only calls the audit plugin of the same portal.
        ...(/^packages\/(kube|upstream|operations)-node$/.test(folder)
          ? []
          : [
              {
                name: 'fetch',
                message:
                  'Outbound calls belong to kube-node and upstream-node; browser code uses fetchApi.',
              },
            ]),
      ],
    },
    overrides: fileRules(folder),
  });
  return config;
};
