import type { MediumListed } from '../../read-models/registered-media/registered-media.query.js';
import type { RegisteredMediumResource } from './registered-media.dto.js';

const findingOf = ({ status, wayIn, reports }: MediumListed): RegisteredMediumResource['finding'] => {
  if (status === 'ended') return null;
  if (wayIn === 'none') return 'no-way-in';
  return reports.length > 0 ? 'reported-unreachable' : null;
};

/** What a caller sees of an entry: one who stands to it by a child alone learns nothing of other children (C9). */
export const registeredMediumResource = (entry: MediumListed): RegisteredMediumResource => {
  const self = `/api/v1/registered-media/${entry.id}`;
  const shared = {
    id: entry.id,
    status: entry.status,
    createdAt: entry.createdAt.toISOString(),
    changedAt: entry.changedAt.toISOString(),
    clause: 'C9' as const,
    staff: { id: entry.staffId, sourcedId: entry.staffSourcedId, displayName: entry.staffName },
    kind: entry.kind,
    name: entry.name,
    address: entry.address,
    wayIn: entry.wayIn,
    howParentsGetIn: entry.howParentsGetIn,
    links: { self },
  };
  if (entry.relations.length === 0)
    return {
      ...shared,
      finding: entry.wayIn === 'none' && entry.status === 'in-use' ? 'no-way-in' : null,
      students: [...entry.childIds],
    };
  return {
    ...shared,
    finding: findingOf(entry),
    students: [...entry.studentIds],
    groups: [...entry.groupIds],
    buildings: [...entry.buildingIds],
    reports: entry.reports.map(({ studentId, reportedAt, words }) => ({ student: studentId, reportedAt, words })),
  };
};
