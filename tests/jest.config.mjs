// One jest project per cost of a test; the suffix of a spec file decides which (see tests/architecture/spec-files.spec.ts).
const root = new URL('..', import.meta.url).pathname.replace(/\/$/, '');

const shared = {
  rootDir: root,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['sightline-source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.js'] },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            useDefineForClassFields: false,
            verbatimModuleSyntax: true,
          },
          target: 'es2023',
          keepClassNames: true,
        },
        module: { type: 'es6' },
        swcrc: false,
      },
    ],
  },
  modulePathIgnorePatterns: ['/dist/'],
};

export const projects = {
  unit: {
    testMatch: ['**/*.spec.ts'],
    testPathIgnorePatterns: ['/node_modules/', '/dist/', '\\.(int|e2e)\\.spec\\.ts$'],
  },
  integration: {
    testMatch: ['**/*.int.spec.ts'],
    testPathIgnorePatterns: ['/node_modules/', '/dist/'],
    globalSetup: `${root}/tests/infrastructure/global-setup.mjs`,
    globalTeardown: `${root}/tests/infrastructure/global-teardown.mjs`,
  },
  journeys: {
    testMatch: ['**/tests/**/*.e2e.spec.ts'],
    testPathIgnorePatterns: ['/node_modules/', '/dist/'],
    globalSetup: `${root}/tests/infrastructure/global-setup.mjs`,
    globalTeardown: `${root}/tests/infrastructure/global-teardown.mjs`,
  },
};

export default {
  rootDir: root,
  testTimeout: 60_000,
  maxWorkers: 2,
  projects: Object.entries(projects).map(([displayName, project]) => ({ displayName, ...shared, ...project })),
};
