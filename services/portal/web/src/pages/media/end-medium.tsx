import { Button } from '@trussworks/react-uswds';
import { useChange } from '../../api/changes.ts';
import { registeredMediaQuery } from '../../api/queries.ts';
import { RefusalAlert } from '../../layout/states.tsx';
import { useText } from '../../messages/use-text.ts';

/** The member of staff no longer uses it with students; the entry stays readable. */
export function EndMedium({ id, name }: { readonly id: string; readonly name: string }) {
  const text = useText();
  const end = useChange(() => `/api/v1/registered-media/${id}/end`, [registeredMediaQuery.queryKey]);
  return (
    <>
      <RefusalAlert error={end.error} />
      <Button type="button" outline disabled={end.isPending} onClick={() => end.mutate({})}>
        {text('media.end')}
        <span className="usa-sr-only">: {name}</span>
      </Button>
    </>
  );
}
