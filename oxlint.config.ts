// The import law, the bans that keep the rules pure, and the size limits. tidy/import-law.test.ts proves that each of them bites.
import type { OxlintConfig } from 'oxlint'

type Override = NonNullable<OxlintConfig['overrides']>[number]

// What each package may import of the others; adding a package means adding its line.
const law = {
  core: [],
  contract: ['core'],
  adapters: ['core', 'contract'],
  server: ['core', 'contract', 'adapters'],
  web: ['core', 'contract'],
  cli: ['core', 'contract'],
  testkit: ['core', 'contract', 'adapters', 'server'],
} as const

type Package = keyof typeof law
type Ban = { regex: string; message: string }

const packages = Object.keys(law) as Package[]

const banPackages = (banned: readonly Package[], message: string): Ban[] =>
  banned.length === 0 ? [] : [{ regex: `^@muster/(${banned.join('|')})(/|$)`, message }]

const lawOf = (name: Package, also: readonly Package[] = []): Ban[] => [
  ...banPackages(
    packages.filter((other) => other !== name && !(law[name] as readonly Package[]).includes(other) && !also.includes(other)),
    `Import law: ${name} may import ${law[name].join(', ') || 'nothing'}.`,
  ),
  { regex: `^(\\.\\./)+(packages/)?(${packages.join('|')})/src/`, message: 'Import another package by its name, not by its path.' },
]

const rooms = (...names: string[]) => `^(\\./|(\\.\\./)+)(${names.join('|')})/`

const imports = (files: string[], patterns: readonly Ban[]): Override => ({
  files,
  rules: { 'no-restricted-imports': patterns.length === 0 ? 'off' : ['error', { patterns: [...patterns] }] },
})

const room = (name: string, banned: string[], message: string, also: readonly Ban[] = []): Override =>
  imports(
    [`packages/server/src/${name}/**`],
    [...lawOf('server'), { regex: rooms(...banned), message: `Import law: ${message}.` }, ...also],
  )

// A later override replaces an earlier one for the same file: from the general to the particular.
const importLaw: Override[] = [
  ...packages.map((name) => imports([`packages/${name}/src/**`], lawOf(name))),
  imports(['packages/core/src/**'], [{ regex: '^[^.]', message: 'Import law: core imports nothing but itself.' }, ...lawOf('core')]),
  imports(
    ['packages/server/src/**'],
    [...lawOf('server'), { regex: rooms('http'), message: 'Import law: only world.ts and serve.ts know http.' }],
  ),
  imports(['packages/server/src/{world,serve}.ts'], lawOf('server')),
  room('http', ['jobs', 'store'], 'http imports verbs'),
  room('verbs', ['http'], 'verbs import store and jobs'),
  room('jobs', ['http', 'verbs'], 'jobs import store and adapters'),
  room('store', ['http', 'verbs', 'jobs'], 'store imports core', banPackages(['adapters', 'contract'], 'Import law: store imports core.')),
  imports(['packages/cli/src/commands/{serve,watchdog,backup,restore}.ts'], lawOf('cli', ['server'])),
  imports(['packages/*/src/**/*.test.ts', 'packages/*/src/**/*.test.tsx'], []),
]

const purity: Override = {
  files: ['packages/core/src/**'],
  excludeFiles: ['**/*.test.ts'],
  rules: {
    'no-restricted-globals': [
      'error',
      { name: 'Date', message: 'Core is given the time.' },
      { name: 'setTimeout', message: 'Core returns a timer; the shell keeps it.' },
      { name: 'setInterval', message: 'Core returns a timer; the shell keeps it.' },
      { name: 'process', message: 'Core knows no machine.' },
      { name: 'fetch', message: 'Core does no IO.' },
      { name: 'crypto', message: 'Core is given its ids.' },
      { name: 'performance', message: 'Core is given the time.' },
    ],
    'no-restricted-properties': [
      'error',
      { object: 'Temporal', property: 'Now', message: 'Core is given the time.' },
      { object: 'Math', property: 'random', message: 'Core is given its chance.' },
    ],
  },
}

const config: OxlintConfig = {
  plugins: ['typescript', 'unicorn', 'oxc', 'import'],
  categories: { correctness: 'error' },
  ignorePatterns: ['node_modules', 'dist', '.muster', '.cache', 'coverage'],
  rules: {
    'import/no-cycle': ['error', { ignoreTypes: true }],
    'import/no-default-export': 'error',
    'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    'max-depth': ['error', 3],
    // Three, then an object; the fourth is for the transaction or the clock that travels along.
    'max-params': ['error', { max: 4 }],
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'unicorn/filename-case': ['error', { case: 'kebabCase' }],
  },
  overrides: [
    {
      files: ['**/*.test.ts', '**/*.test.tsx'],
      rules: {
        'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
        'max-lines-per-function': 'off',
        'max-params': 'off',
      },
    },
    { files: ['**/*.tsx'], rules: { 'max-lines-per-function': ['error', { max: 100, skipBlankLines: true, skipComments: true }] } },
    // What describes a suite is as long as the suite.
    {
      files: ['packages/testkit/src/vendors/adapter-contract.ts', 'packages/cli/src/testing/**'],
      rules: { 'max-lines-per-function': 'off' },
    },
    // The tools ask for a default export there; route modules are the framework's.
    { files: ['*.config.ts', 'packages/*/*.config.ts', 'packages/web/src/routes/**'], rules: { 'import/no-default-export': 'off' } },
    purity,
    ...importLaw,
  ],
}

export default config
