import type { Refusal } from '@sightline/decider';
import { refuse } from '@sightline/decider';
import { isCalendarDate, isStaff, latestEnd } from '@sightline/policy';
import type { RequestRefusalCode, SubmitRequest } from './request.commands.js';

type Refused = Refusal<RequestRefusalCode>;
type Rule = (command: SubmitRequest) => Refused | undefined;

const kindOf = ({ kind, policy }: SubmitRequest) => policy.settings.kinds[kind];

const requesterIsStaff: Rule = (command) =>
  isStaff(command.policy, command.requester.roles)
    ? undefined
    : refuse({
        refused: 'requester-not-staff',
        clause: kindOf(command).clause,
        detail: 'Only an employee of the district can ask to communicate with students.',
        remedy: 'Ask the district to correct your role on the roster if you are an employee.',
      });

const groupIsKnown: Rule = ({ groupId, group, ...command }) =>
  groupId !== null && group === null
    ? refuse({
        refused: 'group-not-on-roster',
        clause: command.policy.settings.kinds[command.kind].clause,
        detail: 'The class or activity named is not on the roster.',
        remedy: 'Name a class or activity of the roster by its id or sourcedId.',
        field: 'group',
      })
    : undefined;

const groupIsNamedWhereRequired: Rule = (command) => {
  const { groupRequired, clause } = kindOf(command);
  if (!groupRequired) return undefined;
  if (command.group === null)
    return refuse({
      refused: 'group-required',
      clause,
      detail: 'A personal telephone can be allowed only for a class or activity of the district.',
      remedy: 'Name the class or activity as the group.',
      field: 'group',
    });
  if (!command.group.requesterTakesPart)
    return refuse({
      refused: 'requester-not-in-group',
      clause,
      detail: 'You do not take part in the class or activity named.',
      remedy: 'Name a class or activity that you teach, coach or help in, or have the roster corrected.',
      field: 'group',
    });
  return undefined;
};

const studentsAreNamed: Rule = ({ students, groupId, policy }) => {
  const field = students.length === 0 && groupId !== null ? 'group' : 'students';
  if (students.length === 0)
    return refuse({
      refused: 'no-student-named',
      clause: 'C3',
      detail: 'No student is named.',
      remedy: 'Name at least one student, or a class or activity that has students.',
      field,
    });
  if (new Set(students.map(({ personId }) => personId)).size > policy.settings.studentsMax)
    return refuse({
      refused: 'too-many-students',
      clause: 'C3',
      detail: `More than ${policy.settings.studentsMax} students are named.`,
      remedy: 'Divide them over several requests.',
      field: groupId === null ? 'students' : 'group',
    });
  if (students.some(({ known, isStudent }) => !known || !isStudent))
    return refuse({
      refused: 'student-not-on-roster',
      clause: 'C3',
      detail: 'At least one person named is not a student on the roster.',
      remedy: 'Name only students of the district, by id or sourcedId.',
      field: 'students',
    });
  return undefined;
};

/** Whom the request names and who asks: needed even to answer that none is required (C4). */
export const partiesRules: readonly Rule[] = [
  requesterIsStaff,
  groupIsKnown,
  groupIsNamedWhereRequired,
  studentsAreNamed,
];

const reasonIsWritten: Rule = ({ lengths, policy }) => {
  const longest = policy.settings.textLengthMax.reason;
  if (lengths.reason === 0)
    return refuse({
      refused: 'reason-missing',
      clause: 'C3',
      detail: 'No reason is written.',
      remedy: 'Write why this communication is needed.',
      field: 'reason',
    });
  if (lengths.reason > longest)
    return refuse({
      refused: 'reason-too-long',
      clause: 'C3',
      detail: `The reason is longer than ${longest} characters.`,
      remedy: 'Shorten it.',
      field: 'reason',
    });
  return undefined;
};

const channelFits: Rule = (command) => {
  const { media, clause } = kindOf(command);
  const longest = command.policy.settings.textLengthMax.channelAddress;
  if (media !== null && !media.includes(command.medium))
    return refuse({
      refused: 'medium-not-a-telephone',
      clause,
      detail: 'A supervisor can allow only text messages or calls by a personal telephone.',
      remedy: 'Choose text-message or phone-call, or ask for an outside channel instead.',
      field: 'channel.medium',
    });
  if ((command.lengths.channelAddress ?? 0) > longest)
    return refuse({
      refused: 'channel-address-too-long',
      clause,
      detail: `The address of the channel is longer than ${longest} characters.`,
      remedy: 'Give the number or account name alone.',
      field: 'channel.address',
    });
  return undefined;
};

const purposeFits: Rule = (command) =>
  command.kind === 'personal-phone' && command.purpose !== 'district'
    ? refuse({
        refused: 'purpose-not-district',
        clause: 'C5',
        detail: 'A supervisor can allow a personal telephone only for a class or activity of the district.',
        remedy: 'Ask for an outside channel if the purpose is private.',
        field: 'purpose',
      })
    : undefined;

const shortfallIsStated: Rule = ({ purpose, districtForm, districtFormsRegistered, lengths, policy }) => {
  const longest = policy.settings.textLengthMax.shortfallWhy;
  const given = districtForm !== null || lengths.shortfallWhy !== null;
  if (purpose === 'private')
    return given
      ? refuse({
          refused: 'shortfall-not-applicable',
          clause: 'C2',
          detail: 'A private purpose has no district form that could fall short.',
          remedy: 'Leave districtFormShortfall out, or choose the district purpose.',
          field: 'districtFormShortfall',
        })
      : undefined;
  if (!given || (districtForm === null && districtFormsRegistered))
    return refuse({
      refused: 'shortfall-missing',
      clause: 'C2',
      detail: 'The request does not say which form of communication of the district falls short.',
      remedy: 'Name the district form, and write why it and speaking or paper will not do.',
      field: 'districtFormShortfall',
    });
  if (districtForm !== null && !districtForm.known)
    return refuse({
      refused: 'district-form-unknown',
      clause: 'C2',
      detail: 'The district form named is not in the register.',
      remedy: 'Name a form of the register of district forms.',
      field: 'districtFormShortfall.districtFormId',
    });
  if ((lengths.shortfallWhy ?? 0) === 0)
    return refuse({
      refused: 'shortfall-why-missing',
      clause: 'C2',
      detail: 'The request does not say why the district form will not do.',
      remedy: 'Write why it and speaking or paper will not do.',
      field: 'districtFormShortfall.why',
    });
  if ((lengths.shortfallWhy ?? 0) > longest)
    return refuse({
      refused: 'shortfall-why-too-long',
      clause: 'C2',
      detail: `The text on why the district form will not do is longer than ${longest} characters.`,
      remedy: 'Shorten it.',
      field: 'districtFormShortfall.why',
    });
  return undefined;
};

const datesFit: Rule = (command) => {
  const { from, until, today, policy } = command;
  const { clause, followsGroup } = kindOf(command);
  for (const [field, date] of Object.entries({ from, until }))
    if (!isCalendarDate(date))
      return refuse({
        refused: 'date-not-valid',
        clause,
        detail: `The value of ${field} is not a date.`,
        remedy: 'Write it as year, month and day: 2026-11-24.',
        field,
      });
  if (until < from)
    return refuse({
      refused: 'dates-reversed',
      clause,
      detail: 'The last day is before the first.',
      remedy: 'Give a last day on or after the first.',
      field: 'until',
    });
  if (from < today)
    return refuse({
      refused: 'start-in-past',
      clause,
      detail: 'The first day has passed; nothing can be allowed for the past.',
      remedy: 'Give today or a later day.',
      field: 'from',
    });
  const groupEndsOn = followsGroup ? (command.group?.endsOn ?? null) : null;
  if (groupEndsOn !== null && groupEndsOn < from)
    return refuse({
      refused: 'group-ended',
      clause,
      detail: `The class or activity ends on ${groupEndsOn}, before the first day asked for.`,
      remedy: 'Give an earlier first day or name another class or activity.',
      field: 'from',
    });
  const latest = latestEnd(policy, from, groupEndsOn);
  if (until > latest)
    return refuse({
      refused: 'end-too-late',
      clause,
      detail: `Starting on ${from}, it can run to ${latest} at the latest.`,
      remedy: 'Give that day or an earlier one, and renew afterwards if it is still needed.',
      field: 'until',
    });
  return undefined;
};

/** What the request must say for students who are not own family. */
export const contentRules: readonly Rule[] = [reasonIsWritten, purposeFits, channelFits, shortfallIsStated, datesFit];

/** The first rule that says no, in the order of the rules. */
export const firstRefusal = (rules: readonly Rule[], command: SubmitRequest): Refused | undefined => {
  for (const rule of rules) {
    const refused = rule(command);
    if (refused) return refused;
  }
  return undefined;
};
