/** An import that crosses a project boundary, and whether it may. */
export interface PlantedImport {
  readonly file: string;
  readonly imports: string;
  /** The tag whose rule is broken, or another message of the rule. */
  readonly breaks: string;
}

const relative = 'cannot be imported by a relative or absolute path';

export const crossings: readonly PlantedImport[] = [
  { file: 'libs/contracts/src/planted.ts', imports: '@sightline/decider', breaks: 'scope:contracts' },
  { file: 'libs/decider/src/planted.ts', imports: '@sightline/contracts', breaks: 'scope:decider' },
  { file: 'libs/policy/src/planted.ts', imports: '@sightline/event-store', breaks: 'scope:policy' },
  { file: 'services/notification/src/domain/planted.ts', imports: '@sightline/event-store', breaks: 'layer:domain' },
  { file: 'services/notification/src/domain/planted.ts', imports: '../application/planted.js', breaks: relative },
  { file: 'libs/service-kit/src/planted.ts', imports: '@sightline/notification', breaks: 'layer:lib' },
  { file: 'libs/event-store/src/planted.ts', imports: '@sightline/testing', breaks: 'layer:lib' },
  { file: 'libs/event-store/src/planted.spec.ts', imports: '@sightline/notification', breaks: 'layer:lib' },
  { file: 'libs/embedded-postgres/src/planted.ts', imports: '@sightline/notification', breaks: 'layer:infra-lib' },
  { file: 'libs/testing/src/planted.ts', imports: '@sightline/notification', breaks: 'layer:testing' },
  {
    file: 'services/notification/src/application/planted.ts',
    imports: '@sightline/directory',
    breaks: 'layer:service',
  },
  {
    file: 'services/notification/src/application/planted.ts',
    imports: '@sightline/directory/domain',
    breaks: 'layer:service',
  },
  {
    file: 'services/notification/src/application/planted.ts',
    imports: '../../../directory/src/domain/index.js',
    breaks: relative,
  },
  {
    file: 'services/notification/src/application/planted.spec.ts',
    imports: '@sightline/directory',
    breaks: 'layer:service',
  },
  { file: 'services/notification/src/application/planted.ts', imports: '@sightline/testing', breaks: 'layer:service' },
  {
    file: 'services/notification/src/application/planted.ts',
    imports: '@sightline/embedded-postgres',
    breaks: 'layer:service',
  },
  {
    file: 'services/audit/src/adapters/http/planted.ts',
    imports: '@sightline/directory/domain',
    breaks: 'layer:service',
  },
  { file: 'services/audit/src/adapters/replay/planted.ts', imports: '@sightline/directory', breaks: 'layer:service' },
  { file: 'infra/standalone/src/planted.ts', imports: '@sightline/testing', breaks: 'layer:infra' },
];

export const lawfulImports: readonly Omit<PlantedImport, 'breaks'>[] = [
  { file: 'libs/policy/src/planted.ts', imports: '@sightline/contracts' },
  { file: 'libs/event-store/src/planted.int.spec.ts', imports: '@sightline/testing' },
  { file: 'libs/event-store/src/testing/planted.suite.ts', imports: '@sightline/testing' },
  { file: 'services/notification/testing/planted.ts', imports: '@sightline/testing' },
  { file: 'libs/testing/src/planted.ts', imports: '@sightline/embedded-postgres' },
  { file: 'services/notification/src/domain/planted.ts', imports: '@sightline/policy' },
  { file: 'services/notification/src/application/planted.ts', imports: '../domain/index.js' },
  { file: 'services/notification/src/read-models/notices/planted.ts', imports: '../../domain/index.js' },
  { file: 'services/notification/src/application/planted.ts', imports: '@sightline/service-kit' },
  { file: 'services/audit/src/adapters/replay/planted.ts', imports: '@sightline/directory/domain' },
  { file: 'services/audit/src/adapters/what-if/planted.ts', imports: '@sightline/directory/domain' },
  { file: 'infra/standalone/src/planted.ts', imports: '@sightline/notification' },
  { file: 'tests/planted.e2e.spec.ts', imports: '@sightline/notification' },
  { file: 'tests/planted.e2e.spec.ts', imports: '@sightline/directory/domain' },
];
