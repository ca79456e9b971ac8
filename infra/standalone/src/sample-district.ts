import type { createDirectoryModule } from '@sightline/directory';
import { sampleDistrictBundle, samplePeople } from '@sightline/directory';
import { newId, systemClock } from '@sightline/service-kit';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

type Directory = Awaited<ReturnType<typeof createDirectoryModule>>;

const sampleForms = [
  { kind: 'email', name: 'Student e-mail', available: true },
  { kind: 'messaging', name: 'District messaging app', available: false },
  { kind: 'telephone', name: 'School office telephone', available: true },
] as const;

const actor = 'system:standalone';

/** Names an operator by roster login; the first one is named by nobody but the one-use link. */
export const operatorNaming = (directory: Directory) => ({
  async assignOperator(login: string) {
    const person = await directory.people.find(login);
    if (!person) return undefined;
    const result = await directory.assignRole.execute({
      kind: 'assign',
      personId: person.personId,
      role: 'operator',
      buildingId: null,
      actor: 'system:set-up-link',
      byPersonId: null,
    });
    if (result?.outcome === 'refused') throw new Error(result.refusal.detail);
    return { personId: person.personId, displayName: person.displayName };
  },
});

/** Imports the generated district through the same door as a real one, and names its operator and its auditor. @returns what to say */
export async function fillSampleDistrict(directory: Directory, dataDirectory: string): Promise<string> {
  const bundle = await sampleDistrictBundle(systemClock.now());
  const folder = await mkdtemp(path.join(dataDirectory, 'sample-'));
  try {
    const bundlePath = path.join(folder, 'district.zip');
    await writeFile(bundlePath, bundle);
    await directory.importRoster.execute({
      importId: newId(),
      bundlePath,
      bundleSha256: createHash('sha256').update(bundle).digest('hex'),
      submittedBy: actor,
      dryRun: false,
      confirmed: true,
      rollover: false,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  for (const form of sampleForms)
    await directory.districtForms.register({ ...form, buildingIds: [] }, { actor, idempotency: undefined });
  for (const [login, role] of [
    ['district-it', 'operator'],
    ['auditor', 'auditor'],
  ] as const) {
    const person = await directory.people.find(login);
    if (!person) throw new Error(`the sample district has nobody called ${login}`);
    await directory.assignRole.execute({
      kind: 'assign',
      personId: person.personId,
      role,
      buildingId: null,
      actor,
      byPersonId: null,
    });
  }
  return [
    'The sample district is ready. Sign in as',
    ...samplePeople.map(({ username, role, tryThis }) => `  ${username.padEnd(22)}${role}. ${tryThis}`),
  ].join('\n');
}
