import { Button } from '@trussworks/react-uswds';
import { useState } from 'react';
import { useChange } from '../../api/changes.ts';
import type { Task } from '../../api/resources.ts';
import { nameOf } from '../../layout/request-facts.tsx';
import { RefusalAlert } from '../../layout/states.tsx';
import { useDates, useText } from '../../messages/use-text.ts';
import { Attachments, type AttachedFile } from './attachments.tsx';
import { Words } from './words.tsx';

/** What approvers said to each other before the decision, and a place to say something. */
export function Comments({ task }: { readonly task: Task }) {
  const text = useText();
  const { moment } = useDates();
  const [words, setWords] = useState('');
  const [files, setFiles] = useState<readonly AttachedFile[]>([]);
  const [sent, setSent] = useState(0);
  const clear = () => {
    setWords('');
    setFiles([]);
    setSent((times) => times + 1);
  };
  const say = useChange(() => `/api/v1/approval-tasks/${task.id}/comments`, [['task']]);
  const comments = task.comments ?? [];
  if (comments.length === 0 && task.status !== 'open') return null;
  return (
    <section aria-labelledby="comments">
      <h2 id="comments">{text('comments.title')}</h2>
      {comments.map(({ id, by, createdAt, comment, attachments }) => (
        <div key={id} className="comment">
          <p className="comment-by">
            {nameOf(by)}, {moment(createdAt)}
          </p>
          <p className="words">{comment}</p>
          {attachments.map(({ name, size, links }) => (
            <p key={links.self}>
              <a className="usa-link" href={links.self} download={name}>
                {text('attachments.save', { name, kilobytes: Math.ceil(size / 1024) })}
              </a>
            </p>
          ))}
        </div>
      ))}
      {task.status === 'open' && (
        <details>
          <summary>{text('comments.say')}</summary>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (words.trim() !== '') say.mutate({ comment: words.trim(), attachments: files }, { onSuccess: clear });
            }}
          >
            <Words id="say" label={text('comments.words')} value={words} change={setWords} />
            <Attachments key={sent} change={setFiles} />
            <RefusalAlert error={say.error} />
            <div className="buttons">
              <Button type="submit" outline disabled={say.isPending || words.trim() === ''}>
                {text('comments.send')}
              </Button>
            </div>
          </form>
        </details>
      )}
    </section>
  );
}
