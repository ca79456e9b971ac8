import { FormGroup, Label, Select } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { districtFormsQuery } from '../../api/queries.ts';
import { Loaded } from '../../layout/states.tsx';
import { useText } from '../../messages/use-text.ts';
import { Words } from '../task/words.tsx';
import { needsShortfall, type Fields } from './draft.ts';
import { Fault, invalid } from './plain-fields.tsx';

/** The reason, and for the district's purposes the form that falls short (C2). */
export function WhyFields({ draft, change, faults }: Fields) {
  const text = useText();
  const forms = useQuery({ ...districtFormsQuery, enabled: needsShortfall(draft) });
  return (
    <>
      <Words
        id="reason"
        label={text('ask.reason')}
        hint={text('ask.reason.hint')}
        value={draft.reason}
        change={(reason) => change({ reason })}
        {...(faults.reason === undefined ? {} : { error: text(faults.reason) })}
      />
      {needsShortfall(draft) && (
        <>
          <Loaded query={forms}>
            {({ items }) => (
              <FormGroup error={faults.districtFormId !== undefined}>
                <Label htmlFor="form">{text('shortfall.form')}</Label>
                <Fault id="form" fault={faults.districtFormId} />
                <Select
                  id="form"
                  name="form"
                  value={draft.districtFormId}
                  onChange={(event) => change({ districtFormId: event.target.value })}
                  {...invalid('form', faults.districtFormId)}
                >
                  <option value="">{text('form.choose')}</option>
                  {items.map(({ id, name, available }) => (
                    <option key={id} value={id}>
                      {text('shortfall.option', {
                        name,
                        state: text(available ? 'shortfall.available' : 'shortfall.unavailable'),
                      })}
                    </option>
                  ))}
                </Select>
              </FormGroup>
            )}
          </Loaded>
          <Words
            id="why"
            label={text('ask.why')}
            hint={text('ask.why.hint')}
            value={draft.why}
            change={(why) => change({ why })}
            {...(faults.why === undefined ? {} : { error: text(faults.why) })}
          />
        </>
      )}
    </>
  );
}
