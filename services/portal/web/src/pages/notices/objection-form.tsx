import { Button, Label, Select } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useChange } from '../../api/changes.ts';
import { answersQuery, objectionsQuery } from '../../api/queries.ts';
import type { Authorization } from '../../api/resources.ts';
import { nameOf } from '../../layout/request-facts.tsx';
import { RefusalAlert } from '../../layout/states.tsx';
import { useDates, useText } from '../../messages/use-text.ts';
import { Words } from '../task/words.tsx';

/** A family objects for its own child; somebody must take the child out of it or answer in words (C6). */
export function ObjectionForm({ authorization }: { readonly authorization: Authorization }) {
  const text = useText();
  const { moment } = useDates();
  const { id, request, students } = authorization;
  const answers = useQuery(answersQuery(request)).data?.items ?? [];
  const objections = useQuery(objectionsQuery(id)).data?.items ?? [];
  const [student, setStudent] = useState(students[0]?.id ?? '');
  const [reason, setReason] = useState('');
  const object = useChange(() => `/api/v1/authorizations/${id}/objections`, [['objections']]);
  const known = (status: string) => (status === 'open' ? 'object.open' : 'object.answered');
  return (
    <section aria-labelledby="object">
      <h2 id="object">{text('object.title')}</h2>
      {objections.map(({ id: objectionId, createdAt, status }) => (
        <div key={objectionId} role="status">
          <p>{text(known(status), { time: moment(createdAt) })}</p>
          {answers
            .filter(({ review, comment }) => review === objectionId && comment !== null)
            .map((answer) => (
              <blockquote key={answer.id} className="words">
                {answer.comment}
              </blockquote>
            ))}
        </div>
      ))}
      {students.length > 0 && objections.length === 0 && (
        <details>
          <summary>{text('object.open-form')}</summary>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (reason.trim() !== '') object.mutate({ student, reason: reason.trim() });
            }}
          >
            {students.length > 1 && (
              <>
                <Label htmlFor="object-student">{text('object.student')}</Label>
                <Select
                  id="object-student"
                  name="object-student"
                  value={student}
                  onChange={(event) => setStudent(event.target.value)}
                >
                  {students.map((each) => (
                    <option key={each.id} value={each.id}>
                      {nameOf(each)}
                    </option>
                  ))}
                </Select>
              </>
            )}
            <Words id="object-reason" label={text('object.reason')} value={reason} change={setReason} />
            <RefusalAlert error={object.error} />
            <div className="buttons">
              <Button type="submit" disabled={object.isPending || reason.trim() === ''}>
                {text('object.send')}
              </Button>
            </div>
          </form>
        </details>
      )}
    </section>
  );
}
