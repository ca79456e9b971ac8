import type { ReportBuilder } from './report-builder.js';
import type { AgentLinks, RosterDraft } from './roster-draft.js';

/**
 * `agentSourcedIds` is used in both directions; which end is the student shows only from the other user's role, so the
 * links are read when every role is known. A link that could make a wrong person a guardian is refused (C9).
 */
export function collectGuardians(file: string, draft: RosterDraft, report: ReportBuilder): void {
  for (const links of draft.agentLinks)
    links.agentIds.forEach((agentId, place) => {
      const wrong = linkAgents(file, links, agentId, place, draft);
      if (wrong) report.refuse(file, links.line, 'agentSourcedIds', wrong.code, wrong.message);
    });
}

function linkAgents(
  file: string,
  { sourcedId, line }: AgentLinks,
  agentId: string,
  place: number,
  draft: RosterDraft,
): { code: string; message: string } | undefined {
  const cell = { file, line, column: 'agentSourcedIds' };
  const isStudent = (id: string): boolean => draft.hasRole(id, 'student');
  const isGuardian = (id: string): boolean => draft.hasRole(id, 'guardian');
  if (draft.people.has(agentId)) {
    if (isStudent(sourcedId) && isStudent(agentId))
      return {
        code: 'guardian-is-student',
        message: 'One of these agents is a student, who is nobody’s guardian; that link was left out.',
      };
    if (isStudent(sourcedId) && isGuardian(agentId)) {
      draft.link(sourcedId, agentId, place);
      return undefined;
    }
    if (isGuardian(sourcedId) && isStudent(agentId)) {
      draft.link(agentId, sourcedId, null);
      return undefined;
    }
  } else if (!draft.mayBeKnown.people && !draft.heldPeople.has(agentId))
    return {
      code: 'unknown-reference',
      message: 'No row of users.csv has one of these sourcedIds; that link was left out.',
    };
  if (!draft.people.has(agentId) || draft.rolesMayBeKnown(sourcedId) || draft.rolesMayBeKnown(agentId)) {
    draft.leaveOpen({ personSourcedId: sourcedId, agentSourcedId: agentId, place }, cell);
    return undefined;
  }
  return {
    code: 'no-guardianship',
    message: 'A guardian link joins a student and a person with the role parent or guardian; that link was left out.',
  };
}
