import type { RegisteredMediumEvent, RegisteredMediumKind, WayIn } from '@sightline/contracts';
import { rowProjection } from '@sightline/event-store';

/** A guardian's word that there is no way in. */
export interface UnreachableReport {
  readonly guardianId: string;
  readonly studentId: string;
  readonly wordsRecordId: string;
  readonly reportedAt: string;
}

export interface RegisteredMediumRow {
  medium_id: string;
  staff_id: string;
  kind: RegisteredMediumKind;
  way_in: WayIn;
  student_ids: readonly string[];
  group_ids: readonly string[];
  building_ids: readonly string[];
  words_record_id: string;
  /** Since the entry was last changed. */
  reports: readonly UnreachableReport[];
  status: 'in-use' | 'ended';
  created_at: string;
  changed_at: string;
}

type Timed<Event> = Event extends unknown ? Event & { readonly time: string } : never;

/** Which media staff use with students, and how parents get in (C9); what they are called stays in the words. */
export const registeredMediaProjection = rowProjection<RegisteredMediumRow, Timed<RegisteredMediumEvent>>({
  table: 'registered_media',
  key: 'medium_id',
  types: [
    'sightline.directory.medium-registered.v1',
    'sightline.directory.medium-changed.v1',
    'sightline.directory.medium-unreachable-reported.v1',
    'sightline.directory.medium-ended.v1',
  ],
  keysOf: ({ data }) => [data.mediumId],
  creates: ({ type }) => type === 'sightline.directory.medium-registered.v1',
  evolve(row, event) {
    const at = event.time;
    if (event.type === 'sightline.directory.medium-registered.v1') {
      const { mediumId, staffId, kind, wayIn, studentIds, groupIds, buildingIds, words } = event.data;
      return {
        ...{ medium_id: mediumId, staff_id: staffId, kind, way_in: wayIn, words_record_id: words.recordId },
        ...{ student_ids: studentIds, group_ids: groupIds, building_ids: buildingIds },
        ...{ reports: [], status: 'in-use', created_at: at, changed_at: at },
      };
    }
    if (row === undefined) return null;
    switch (event.type) {
      case 'sightline.directory.medium-changed.v1': {
        const { wayIn, studentIds, groupIds, buildingIds, words } = event.data;
        return {
          ...row,
          ...{ way_in: wayIn, words_record_id: words.recordId, reports: [], changed_at: at },
          ...{ student_ids: studentIds, group_ids: groupIds, building_ids: buildingIds },
        };
      }
      case 'sightline.directory.medium-unreachable-reported.v1': {
        const { guardianId, studentId, words } = event.data;
        const report = { guardianId, studentId, wordsRecordId: words.recordId, reportedAt: at };
        return { ...row, reports: [...row.reports, report] };
      }
      case 'sightline.directory.medium-ended.v1':
        return { ...row, status: 'ended', changed_at: at };
      default:
        return event satisfies never;
    }
  },
});
