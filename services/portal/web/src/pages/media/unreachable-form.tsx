import { Button } from '@trussworks/react-uswds';
import { useState } from 'react';
import { useChange } from '../../api/changes.ts';
import { registeredMediaQuery } from '../../api/queries.ts';
import { Message } from '../../layout/message.tsx';
import { RefusalAlert } from '../../layout/states.tsx';
import { useText } from '../../messages/use-text.ts';
import { Words } from '../task/words.tsx';

/** A parent found no way in: the school has to mend it (C9). */
export function UnreachableForm({ id, name }: { readonly id: string; readonly name: string }) {
  const text = useText();
  const [words, setWords] = useState('');
  const report = useChange(() => `/api/v1/registered-media/${id}/unreachable`, [registeredMediaQuery.queryKey]);
  if (report.isSuccess)
    return <Message type="success" role="status" heading={text('media.report.done')} headingLevel="h3" />;
  return (
    <details>
      <summary>
        {text('media.report')}
        <span className="usa-sr-only">: {name}</span>
      </summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (words.trim() !== '') report.mutate({ words: words.trim() });
        }}
      >
        <Words id={`report-${id}`} label={text('media.report.words')} value={words} change={setWords} />
        <RefusalAlert error={report.error} />
        <div className="buttons">
          <Button type="submit" disabled={report.isPending || words.trim() === ''}>
            {text('media.report.send')}
          </Button>
        </div>
      </form>
    </details>
  );
}
