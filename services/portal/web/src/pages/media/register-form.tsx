import { Button, Label, Select, TextInput } from '@trussworks/react-uswds';
import { registeredMediumKinds, waysIn, type RegisteredMediumKind, type WayIn } from '@sightline/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useChange } from '../../api/changes.ts';
import { groupsQuery, registeredMediaQuery } from '../../api/queries.ts';
import { Message } from '../../layout/message.tsx';
import { RefusalAlert } from '../../layout/states.tsx';
import { useText } from '../../messages/use-text.ts';
import { Words } from '../task/words.tsx';

interface Entry {
  readonly kind: RegisteredMediumKind;
  readonly name: string;
  readonly address: string;
  readonly group: string;
  readonly wayIn: WayIn;
  readonly howParentsGetIn: string;
}

const empty: Entry = { kind: 'group', name: '', address: '', group: '', wayIn: 'guardians-join', howParentsGetIn: '' };

/** A member of staff registers what they use with a class or activity (C9). */
export function RegisterForm() {
  const text = useText();
  const [entry, setEntry] = useState(empty);
  const change = (part: Partial<Entry>): void => setEntry((before) => ({ ...before, ...part }));
  const register = useChange(() => '/api/v1/registered-media', [registeredMediaQuery.queryKey]);
  const { group, ...said } = entry;
  const whole = said.name.trim() !== '' && said.address.trim() !== '' && group !== '';
  return (
    <details>
      <summary>{text('media.register')}</summary>
      {register.isSuccess && <Message type="success" role="status" heading={text('media.register.done')} />}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (whole) register.mutate({ ...said, groups: [group] }, { onSuccess: () => setEntry(empty) });
        }}
      >
        <Choice
          id="medium-kind"
          label={text('media.kind')}
          value={entry.kind}
          options={registeredMediumKinds.map((kind) => [kind, text(`media.kind.${kind}`)])}
          choose={(kind) => change({ kind: kind as RegisteredMediumKind })}
        />
        <Line
          id="medium-name"
          label={text('media.name')}
          lengthMax={200}
          value={entry.name}
          type={(name) => change({ name })}
        />
        <Line
          id="medium-address"
          label={text('media.address')}
          lengthMax={500}
          value={entry.address}
          type={(address) => change({ address })}
        />
        <GroupChoice value={group} choose={(chosen) => change({ group: chosen })} />
        <Choice
          id="medium-way-in"
          label={text('media.way-in')}
          value={entry.wayIn}
          options={waysIn.map((way) => [way, text(`media.way-in.${way}`)])}
          choose={(way) => change({ wayIn: way as WayIn })}
        />
        <Words
          id="medium-how"
          label={text('media.how')}
          optional={entry.wayIn === 'open-to-all' || entry.wayIn === 'none'}
          value={entry.howParentsGetIn}
          change={(howParentsGetIn) => change({ howParentsGetIn })}
        />
        <RefusalAlert error={register.error} />
        <div className="buttons">
          <Button type="submit" disabled={register.isPending || !whole}>
            {text('media.register.send')}
          </Button>
        </div>
      </form>
    </details>
  );
}

function GroupChoice({ value, choose }: { readonly value: string; readonly choose: (group: string) => void }) {
  const text = useText();
  const groups = useQuery(groupsQuery).data?.items ?? [];
  return (
    <Choice
      id="medium-group"
      label={text('request.group')}
      value={value}
      options={[['', text('form.choose')], ...groups.map(({ id, title }): readonly [string, string] => [id, title])]}
      choose={choose}
    />
  );
}

interface ChoiceField {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly choose: (value: string) => void;
}

function Choice({ id, label, value, options, choose }: ChoiceField) {
  return (
    <>
      <Label htmlFor={id}>{label}</Label>
      <Select id={id} name={id} value={value} onChange={(event) => choose(event.target.value)}>
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </Select>
    </>
  );
}

interface LineField {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly lengthMax: number;
  readonly type: (value: string) => void;
}

function Line({ id, label, value, lengthMax, type }: LineField) {
  return (
    <>
      <Label htmlFor={id}>{label}</Label>
      <TextInput
        id={id}
        name={id}
        type="text"
        autoComplete="off"
        maxLength={lengthMax}
        value={value}
        onChange={(event) => type(event.target.value)}
      />
    </>
  );
}
