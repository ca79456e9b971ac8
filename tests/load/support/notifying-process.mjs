// The notification service alone, over a database that is there: fills it with notices, or sends what waits.
// Arguments: database address, SMTP address or `off`, how many notices to open first.
import { createNotificationModule } from '@sightline/notification';
import { newId } from '@sightline/service-kit';
import { runService, unplacedEvent } from '@sightline/service-kit/testing';

const [databaseUrl, smtpUrl, fill] = process.argv.slice(2);
const participantsMax = 500;

const person = (personId) => ({
  ...{ personId, sourcedId: personId, username: personId, displayName: `Person ${personId.slice(-6)}` },
  ...{ givenName: 'Person', familyName: personId.slice(-6), email: `${personId}@family.example` },
  ...{ language: personId.charCodeAt(35) % 2 === 0 ? 'en' : 'es', roles: [] },
});
const people = {
  people: (ids) => Promise.resolve(new Map(ids.map((id) => [id, person(id)]))),
  places: () => Promise.resolve(new Map()),
  find: () => Promise.resolve(undefined),
  search: () => Promise.resolve([]),
};
const service = await runService(
  'notification',
  databaseUrl,
  (context) =>
    createNotificationModule(context, {
      smtpUrl: smtpUrl === 'off' ? null : smtpUrl,
      mailFrom: 'Sightline <notices@district.example>',
      soleProcess: true,
    }),
  { people },
);
for (let open = Number(fill); open > 0; open -= participantsMax) {
  const studentIds = Array.from({ length: Math.min(open, participantsMax) }, () => newId());
  await service.bus.feed(
    ...studentIds.map((studentId) =>
      unplacedEvent('sightline.directory.guardians-changed.v1', `guardianship/${studentId}`, {
        studentId,
        guardianIds: [newId()],
      }),
    ),
  );
  const authorizationId = newId();
  await service.bus.feed(
    unplacedEvent('sightline.exception-request.authorization-activated.v1', `authorization/${authorizationId}`, {
      ...{ authorizationId, requestId: newId(), kind: 'outside-channel', staffId: newId(), studentIds, groupId: null },
      ...{ medium: 'text-message', from: '2026-09-15', until: '2027-06-30', copiesRequired: false },
    }),
  );
}
if (Number(fill) > 0) {
  await service.stop();
  process.send({ kind: 'filled' }, () => process.exit(0));
} else
  setInterval(() => {
    const { user, system } = process.cpuUsage();
    process.send({ kind: 'usage', megabytes: process.memoryUsage.rss() / 1e6, cpuSeconds: (user + system) / 1e6 });
  }, 200);
