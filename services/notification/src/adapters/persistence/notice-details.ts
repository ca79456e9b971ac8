/** What the local tables say of the notices `$1`, in the shape of a `WaitingNotice` without its claim. */
export const noticeDetails = `select notice_id as "noticeId", notices.authorization_id as "authorizationId",
    notices.case_id as "caseId", policy_version as "policyVersion", opened_by as "openedBy",
    guardian_id as "guardianId", student_ids as "studentIds", occasion, change, kind, staff_id as "staffId",
    group_id as "groupId", medium, starts_on::text as "from", ends_on::text as "until", ended_on::text as "endedOn",
    case when change = 'student-left' then (
      select max(closed_at) from authorization_students as gone
      where gone.authorization_id = notices.authorization_id and gone.student_id = any(notices.student_ids)
    ) end as "leftAt",
    case when occasion = 'end' then '[]' else coalesce((
      select jsonb_agg(jsonb_build_object('staffId', colleague.staff_id, 'medium', colleague.medium,
          'from', colleague.starts_on, 'until', colleague.ends_on) order by colleague.activated_at, colleague.authorization_id)
      from authorizations as colleague
      where colleague.joined_set = authorizations.joined_set and colleague.ended_at is null and exists (
        select from authorization_students as taking where taking.authorization_id = colleague.authorization_id
          and taking.closed_at is null and taking.student_id = any(notices.student_ids))
    ), '[]') end as colleagues
  from notices join authorizations using (authorization_id) where notice_id = any($1) order by notice_id`;
