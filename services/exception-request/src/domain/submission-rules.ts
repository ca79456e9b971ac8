import { refuse, type Refusal } from '@sightline/decider';
import { isCalendarDate, isStaff, latestEnd } from '@sightline/policy';
import { joiningIsPossible, renewalIsPossible } from './follow-on-rules.js';
import type { RequestRefusalCode, SubmitRequest } from './request.commands.js';

/** A submission whose last day is settled. */
type Asked = SubmitRequest & { readonly until: string };
type Rule = (command: Asked) => Refusal<RequestRefusalCode> | undefined;

const clauseOf = ({ kind, policy }: Pick<SubmitRequest, 'kind' | 'policy'>): string =>
  policy.settings.kinds[kind].clause;

export const requesterIsStaff = (
  command: Pick<SubmitRequest, 'kind' | 'policy' | 'requester'>,
): Refusal<RequestRefusalCode> | undefined =>
  command.requester && isStaff(command.policy, command.requester.roles)
    ? undefined
    : refuse({
        refused: 'requester-not-staff',
        clause: clauseOf(command),
        detail: 'Only an employee of the district who is on the roster can ask.',
        remedy: 'If you are an employee, ask district IT to correct the roster.',
      });

const studentsAreNamed: Rule = ({ students, groupNamed, group, policy }) => {
  if (groupNamed && !group)
    return refuse({
      refused: 'unknown-group',
      clause: 'C3',
      detail: 'No class or activity of that id is on the roster.',
      field: 'group',
    });
  if (students.length === 0)
    return refuse({
      refused: 'no-student-named',
      clause: 'C3',
      detail: 'A request names at least one student.',
      remedy: 'Name the students, or a class or activity that has students.',
      field: group ? 'group' : 'students',
    });
  const stranger = students.findIndex(({ known, isStudent }) => !known || !isStudent);
  if (stranger >= 0)
    return refuse({
      refused: 'not-a-student',
      clause: 'C3',
      detail: 'Somebody named is no student on the roster of this district.',
      remedy: 'Correct the name, or leave that person out.',
      field: `students[${stranger}]`,
    });
  if (students.length > policy.settings.studentsMax)
    return refuse({
      refused: 'too-many-students',
      clause: 'C3',
      detail: `A request names at most ${policy.settings.studentsMax} students.`,
      remedy: 'Divide it into several requests.',
      field: 'students',
    });
  return undefined;
};

const reasonIsGiven: Rule = ({ lengths }) =>
  lengths.reason === 0
    ? refuse({
        refused: 'reason-missing',
        clause: 'C3',
        detail: 'A request gives its reason in writing.',
        field: 'reason',
      })
    : undefined;

const textsFit: Rule = ({ lengths, policy }) => {
  const { textLengthMax } = policy.settings;
  const tooLong = (
    [
      ['reason', lengths.reason, textLengthMax.reason],
      ['channel.address', lengths.channelAddress ?? 0, textLengthMax.channelAddress],
      ['districtFormShortfall.why', lengths.shortfallWhy ?? 0, textLengthMax.shortfallWhy],
    ] as const
  ).find(([, length, most]) => length > most);
  return (
    tooLong &&
    refuse({
      refused: 'text-too-long',
      clause: 'C3',
      detail: `This text has ${tooLong[1]} characters; at most ${tooLong[2]} are taken.`,
      remedy: 'Shorten it.',
      field: tooLong[0],
    })
  );
};

const kindFits: Rule = (command) => {
  const { kind, purpose, group, groupNamed, medium, policy } = command;
  const clause = clauseOf(command);
  const settings = policy.settings.kinds[kind];
  if (settings.groupRequired && purpose === 'private')
    return refuse({
      refused: 'private-purpose-impossible',
      clause,
      detail: 'This can be authorized for a district-sponsored class or activity only.',
      remedy: 'For a private purpose ask for an outside channel (C3).',
      field: 'purpose',
    });
  if (settings.groupRequired && !groupNamed)
    return refuse({
      refused: 'group-required',
      clause,
      detail: 'This is authorized for a class or activity; name it.',
      remedy: 'Name the group instead of single students, or ask for an outside channel (C3).',
      field: 'group',
    });
  if (settings.groupRequired && group && !group.requesterTakesPart)
    return refuse({
      refused: 'not-own-group',
      clause,
      detail: 'You are not on the roster of this class or activity.',
      remedy: 'Name a class or activity that you lead, or ask district IT to correct the roster.',
      field: 'group',
    });
  if (settings.media && !settings.media.includes(medium))
    return refuse({
      refused: 'medium-not-covered',
      clause,
      detail: `This covers ${settings.media.join(' and ')} only.`,
      remedy: 'For another medium ask for an outside channel (C3).',
      field: 'channel.medium',
    });
  return undefined;
};

/** While the register is empty there is no form to name; why speaking or paper will not do is said all the same (C2). */
const shortfallIsSaid: Rule = ({ purpose, districtForm, register, lengths }) => {
  if (purpose === 'private')
    return districtForm || lengths.shortfallWhy !== null
      ? refuse({
          refused: 'shortfall-not-applicable',
          clause: 'C2',
          detail: 'A private purpose has no district form that could fall short.',
          remedy: 'Leave districtFormShortfall out, or say that the purpose is the district’s.',
          field: 'districtFormShortfall',
        })
      : undefined;
  const formMissing = !districtForm && register.length > 0;
  if (formMissing || (lengths.shortfallWhy ?? 0) === 0)
    return refuse({
      refused: 'shortfall-missing',
      clause: 'C2',
      detail:
        'District forms come first: name the one that falls short and say why, and why speaking or paper will not do.',
      field: formMissing ? 'districtFormShortfall.districtFormId' : 'districtFormShortfall.why',
    });
  if (districtForm && !districtForm.known)
    return refuse({
      refused: 'unknown-district-form',
      clause: 'C2',
      detail: 'The register has no district form of that id.',
      remedy: 'Take one from GET /api/v1/district-forms.',
      field: 'districtFormShortfall.districtFormId',
    });
  return undefined;
};

const periodFits: Rule = (command) => {
  const { from, until, today, group, policy } = command;
  const clause = clauseOf(command);
  for (const [field, date] of [
    ['from', from],
    ['until', until],
  ] as const)
    if (!isCalendarDate(date)) return refuse({ refused: 'not-a-date', clause, detail: 'There is no such day.', field });
  if (until < from)
    return refuse({ refused: 'dates-reversed', clause, detail: 'The period ends before it begins.', field: 'until' });
  if (from < today)
    return refuse({
      refused: 'starts-in-past',
      clause,
      detail: 'Nothing can be allowed for days that have passed.',
      remedy: `Let it begin on ${today} or later.`,
      field: 'from',
    });
  const latest = latestEnd(policy, from, group?.endsOn ?? null);
  if (until > latest)
    return refuse({
      refused: 'ends-too-late',
      clause,
      detail:
        'An authorization is never open-ended: it ends with its class or activity, at the latest with the school year.',
      remedy: `Let it end on ${latest} or earlier.`,
      field: 'until',
    });
  return undefined;
};

const whoAndWhom: readonly Rule[] = [requesterIsStaff, studentsAreNamed, textsFit];
const whatIsAsked: readonly Rule[] = [
  renewalIsPossible,
  reasonIsGiven,
  kindFits,
  joiningIsPossible,
  shortfallIsSaid,
  periodFits,
];

/**
 * The first rule that the submission breaks, in the order in which a person would be told. With nobody left but own
 * family nothing is asked, so nothing has to be said for it (C4).
 *
 * @param others the students named who are not own family
 */
export const brokenRule = (command: Asked, others: readonly string[]): Refusal<RequestRefusalCode> | undefined => {
  for (const rule of others.length === 0 ? whoAndWhom : [...whoAndWhom, ...whatIsAsked]) {
    const refusal = rule(command);
    if (refusal) return refusal;
  }
  return undefined;
};
