import { Button } from '@trussworks/react-uswds';
import { useState } from 'react';
import { useChange } from '../../api/changes.ts';
import { RefusalAlert } from '../../layout/states.tsx';
import { useText } from '../../messages/use-text.ts';

/** Withdraws a request that nobody has settled yet, after asking once. */
export function TakeBack({ requestId }: { readonly requestId: string }) {
  const text = useText();
  const [asked, setAsked] = useState(false);
  const withdraw = useChange(() => `/api/v1/exception-requests/${requestId}/withdraw`, [['request'], ['requests']]);
  return (
    <section aria-labelledby="take-back">
      <h2 id="take-back">{text('take-back.title')}</h2>
      <RefusalAlert error={withdraw.error} />
      {asked ? (
        <>
          <p role="status">{text('take-back.sure')}</p>
          <div className="buttons">
            <Button type="button" secondary disabled={withdraw.isPending} onClick={() => withdraw.mutate({})}>
              {text('take-back.yes')}
            </Button>
            <Button type="button" outline onClick={() => setAsked(false)}>
              {text('take-back.no')}
            </Button>
          </div>
        </>
      ) : (
        <Button type="button" outline onClick={() => setAsked(true)}>
          {text('take-back.button')}
        </Button>
      )}
    </section>
  );
}
