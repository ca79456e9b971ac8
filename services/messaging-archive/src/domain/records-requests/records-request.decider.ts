import { accept, refuse, unchanged, type Decider, type Decision, type Refusal } from '@sightline/decider';
import { addDays } from '@sightline/policy';
import type {
  AttestRecordsRequest,
  FulfilRecordsRequest,
  OpenRecordsRequest,
  RecordsRequestCommand,
  RecordsRequestComesDue,
  RecordsRequestRefusalCode,
} from './records-request.commands.js';
import {
  evolveRecordsRequest,
  type AskedFor,
  type RecordsRequestFact,
  type RecordsRequestState,
} from './records-request.js';

type RecordsDecision = Decision<RecordsRequestFact, RecordsRequestRefusalCode>;
type Open = Extract<RecordsRequestState, { status: 'open' }>;

/** C8: a person, students, a period; a due date; what was handed over; a statement in words that it is complete. */
export const recordsRequestDecider: Decider<
  RecordsRequestState,
  RecordsRequestCommand,
  RecordsRequestFact,
  RecordsRequestRefusalCode
> = {
  initialState: { status: 'none' },
  evolve: evolveRecordsRequest,
  decide(command, state) {
    switch (command.type) {
      case 'open':
        return state.status === 'none' ? open(command) : unchanged;
      case 'fulfil':
        return whileOpen(state, command.by, (request) => fulfil(command, request));
      case 'attest':
        return whileOpen(state, command.by, (request) => attest(command, request));
      case 'come-due':
        return state.status === 'open' ? comeDue(command, state) : unchanged;
      default:
        return command satisfies never;
    }
  },
};

const no = (
  refused: RecordsRequestRefusalCode,
  clause: 'C8' | 'C9',
  detail: string,
  rest: Pick<Refusal, 'remedy' | 'field'> = {},
): Refusal<RecordsRequestRefusalCode> => refuse({ refused, clause, detail, ...rest });

const dayMs = 86_400_000;
const daysBetween = (from: string, until: string): number => (Date.parse(until) - Date.parse(from)) / dayMs + 1;

function open(command: OpenRecordsRequest): RecordsDecision {
  const { origin, rules, from, until, today } = command;
  const clause = origin === 'guardian' ? 'C9' : 'C8';
  if (origin === null)
    return no('records-request-not-yours', 'C8', 'Only the supervisor asks, or a guardian for the own child.', {
      field: 'person',
    });
  if (!command.isStaff) return no('not-staff', clause, 'Records are asked of a member of staff.', { field: 'person' });
  if (command.askedById === command.staffId)
    return no('own-records', clause, 'Nobody asks for the own records.', { field: 'person' });
  const studentIds = [...new Set(command.studentIds)].sort();
  if (studentIds.length === 0)
    return no('students-missing', clause, 'Name the students whose communication is asked for.', {
      field: 'students',
    });
  if (studentIds.length > rules.studentsMax)
    return no('too-many-students', clause, `One request names at most ${rules.studentsMax} students.`, {
      ...{ field: 'students', remedy: 'Name those that it is about.' },
    });
  if (until < from) return no('period-backwards', clause, 'The period ends before it begins.', { field: 'until' });
  if (until > today)
    return no('period-in-future', clause, 'Only what has been written can be asked for.', {
      ...{ field: 'until', remedy: 'End the period today or earlier.' },
    });
  const days = daysBetween(from, until);
  if (days > rules.periodDaysMax)
    return no('period-too-long', clause, `One request covers at most ${rules.periodDaysMax} days.`, {
      ...{ field: 'from', remedy: 'Ask for the time that it is about.' },
    });
  if (command.wordsLength > rules.wordsLengthMax)
    return no('text-too-long', clause, `At most ${rules.wordsLengthMax} characters are taken.`, { field: 'reason' });
  const dueOn = addDays(today, origin === 'guardian' ? rules.guardianDueAfterDays : rules.dueAfterDays);
  return accept({
    type: 'sightline.messaging-archive.records-request-opened.v1',
    data: {
      recordsRequestId: command.recordsRequestId,
      ...{ origin, clause, askedById: command.askedById, staffId: command.staffId },
      supervisorId: command.supervisorId === command.staffId ? null : command.supervisorId,
      ...{ studentIds, from, until, dueOn, escalatesOn: addDays(dueOn, rules.escalateAfterDays) },
      breadth: { days, students: studentIds.length, earlierRequests: command.earlierRequests },
      words: command.words,
    },
  });
}

/** Only the staff member answers, and only until the statement is made. */
function whileOpen(state: RecordsRequestState, by: string, answer: (request: Open) => RecordsDecision) {
  if (state.status === 'none' || state.request.staffId !== by)
    return no('records-request-not-yours', 'C8', 'The person whose records are asked for answers.');
  return state.status === 'open'
    ? answer(state)
    : no('records-request-closed', state.request.clause, 'It was stated that this is complete.', {
        remedy: 'Whoever asked may ask again.',
      });
}

function fulfil({ importIds, messageIds, foreign }: FulfilRecordsRequest, state: Open): RecordsDecision {
  const { recordsRequestId, staffId, clause } = state.request;
  if (foreign.length > 0)
    return no('not-in-archive', clause, 'Some of it is not in the archive in your name.', {
      ...{ field: 'messages', remedy: 'Upload it first, then name it here.' },
    });
  const fresh = (ids: readonly string[]): string[] =>
    [...new Set(ids)].filter((id) => !state.handedOver.has(id)).sort();
  const handed = { importIds: fresh(importIds), messageIds: fresh(messageIds) };
  if (handed.importIds.length + handed.messageIds.length === 0)
    return importIds.length + messageIds.length > 0
      ? unchanged
      : no('nothing-handed-over', clause, 'Name the imports or messages that answer the request.', {
          field: 'messages',
        });
  return accept({
    type: 'sightline.messaging-archive.records-request-fulfilled.v1',
    data: { recordsRequestId, staffId, ...handed },
  });
}

function attest(command: AttestRecordsRequest, { request }: AskedFor): RecordsDecision {
  const { clause, recordsRequestId, staffId, askedById, dueOn } = request;
  const { rules, withheld } = command;
  if (command.wordsLength === 0)
    return no('statement-missing', clause, 'That it is complete is stated in words.', { field: 'statement' });
  const lengths = [command.wordsLength, ...withheld.flatMap((item) => [item.itemLength, item.reasonLength])];
  if (lengths.some((length) => length > rules.wordsLengthMax))
    return no('text-too-long', clause, `At most ${rules.wordsLengthMax} characters are taken.`, {
      field: 'statement',
    });
  if (withheld.some(({ itemLength, reasonLength }) => itemLength === 0 || reasonLength === 0))
    return no('withheld-without-reason', clause, 'Each item that is withheld is named, with why it is private.', {
      field: 'withheld',
    });
  return accept({
    type: 'sightline.messaging-archive.records-request-attested.v1',
    data: {
      ...{ recordsRequestId, staffId, askedById, words: command.words },
      ...{ withheld: withheld.length, inArchive: command.inArchive, late: command.today > dueOn },
    },
  });
}

function comeDue({ today }: RecordsRequestComesDue, { request, overdue, escalated }: Open): RecordsDecision {
  const { recordsRequestId, staffId, askedById, supervisorId, dueOn, clause } = request;
  const data = { recordsRequestId, staffId, askedById, supervisorId, dueOn, clause };
  const facts: RecordsRequestFact[] = [];
  if (!overdue && today > dueOn) facts.push({ type: 'sightline.messaging-archive.records-request-overdue.v1', data });
  if (!escalated && today > dueOn && today >= request.escalatesOn)
    facts.push({ type: 'sightline.messaging-archive.records-request-escalated.v1', data });
  return facts;
}
