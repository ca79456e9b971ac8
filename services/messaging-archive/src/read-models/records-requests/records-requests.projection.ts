import type {
  EventEnvelope,
  RecordsRequestAttested,
  RecordsRequestEscalated,
  RecordsRequestFulfilled,
  RecordsRequestOpened,
  RecordsRequestOverdue,
} from '@sightline/contracts';
import { rowProjection } from '@sightline/event-store';

export interface RecordsRequestRow {
  records_request_id: string;
  origin: RecordsRequestOpened['data']['origin'];
  clause: 'C8' | 'C9';
  asked_by_id: string;
  staff_id: string;
  supervisor_id: string | null;
  student_ids: readonly string[];
  from_on: string;
  until_on: string;
  status: 'open' | 'attested';
  due_on: string;
  escalates_on: string;
  overdue: boolean;
  escalated: boolean;
  breadth_days: number;
  earlier_requests: number;
  opened_at: string;
  attested_at: string | null;
  late: boolean | null;
  withheld: number | null;
  in_archive: number | null;
  reason_record_id: string | null;
  statement_record_id: string | null;
  import_ids: readonly string[];
  message_ids: readonly string[];
  policy_version: string;
}

type RecordsEvent = (
  | RecordsRequestOpened
  | RecordsRequestFulfilled
  | RecordsRequestAttested
  | RecordsRequestOverdue
  | RecordsRequestEscalated
) &
  Pick<EventEnvelope, 'time' | 'policyversion'>;

const opened = 'sightline.messaging-archive.records-request-opened.v1';

/** What was asked of whom, until when, and what came of it (C8, C9). */
export const recordsRequestsProjection = rowProjection<RecordsRequestRow, RecordsEvent>({
  table: 'records_requests',
  key: 'records_request_id',
  types: [
    opened,
    'sightline.messaging-archive.records-request-fulfilled.v1',
    'sightline.messaging-archive.records-request-attested.v1',
    'sightline.messaging-archive.records-request-overdue.v1',
    'sightline.messaging-archive.records-request-escalated.v1',
  ],
  keysOf: ({ data }) => [data.recordsRequestId],
  creates: ({ type }) => type === opened,
  evolve(row, event) {
    if (event.type === opened) return openedRow(event);
    if (!row) return null;
    switch (event.type) {
      case 'sightline.messaging-archive.records-request-fulfilled.v1':
        return {
          ...row,
          import_ids: [...row.import_ids, ...event.data.importIds],
          message_ids: [...row.message_ids, ...event.data.messageIds],
        };
      case 'sightline.messaging-archive.records-request-attested.v1':
        return {
          ...row,
          ...{ status: 'attested', attested_at: event.time, late: event.data.late, withheld: event.data.withheld },
          ...{ in_archive: event.data.inArchive, statement_record_id: event.data.words.recordId },
        };
      case 'sightline.messaging-archive.records-request-overdue.v1':
        return { ...row, overdue: true };
      case 'sightline.messaging-archive.records-request-escalated.v1':
        return { ...row, escalated: true };
    }
  },
});

const openedRow = ({
  data,
  time,
  policyversion,
}: RecordsRequestOpened & Pick<EventEnvelope, 'time' | 'policyversion'>): RecordsRequestRow => ({
  records_request_id: data.recordsRequestId,
  ...{ origin: data.origin, clause: data.clause, asked_by_id: data.askedById, staff_id: data.staffId },
  ...{ supervisor_id: data.supervisorId, student_ids: data.studentIds, from_on: data.from, until_on: data.until },
  ...{ status: 'open', due_on: data.dueOn, escalates_on: data.escalatesOn, overdue: false, escalated: false },
  ...{ breadth_days: data.breadth.days, earlier_requests: data.breadth.earlierRequests, opened_at: time },
  ...{ attested_at: null, late: null, withheld: null, in_archive: null, statement_record_id: null },
  ...{ reason_record_id: data.words?.recordId ?? null, import_ids: [], message_ids: [], policy_version: policyversion },
});
