import { ErrorMessage, Fieldset, FormGroup, Label, Radio, Select, TextInput } from '@trussworks/react-uswds';
import { purposes, requestKinds } from '@sightline/contracts';
import { useText } from '../../messages/use-text.ts';
import { mediaFor, type Draft, type Fields } from './draft.ts';

/** What every field with a fault carries. */
export const invalid = (id: string, fault: unknown) =>
  fault === undefined
    ? {}
    : { 'aria-invalid': true, 'aria-describedby': `${id}-fault`, validationStatus: 'error' as const };

export function Fault({ id, fault }: { readonly id: string; readonly fault: Fields['faults'][keyof Draft] }) {
  const text = useText();
  return fault === undefined ? null : <ErrorMessage id={`${id}-fault`}>{text(fault)}</ErrorMessage>;
}

export function WhatFields({ draft, change, faults }: Fields) {
  const text = useText();
  return (
    <>
      <FormGroup error={faults.kind !== undefined}>
        <Fieldset legend={text('ask.kind')}>
          <Fault id="kind" fault={faults.kind} />
          {requestKinds.map((kind) => (
            <Radio
              key={kind}
              id={`kind-${kind}`}
              name="kind"
              tile
              label={text(`kind.${kind}`)}
              labelDescription={text(`ask.kind.${kind}`)}
              checked={draft.kind === kind}
              onChange={() => change({ kind, medium: '' })}
              {...(faults.kind === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': 'kind-fault' })}
            />
          ))}
        </Fieldset>
      </FormGroup>
      {draft.kind === 'outside-channel' && (
        <FormGroup error={faults.purpose !== undefined}>
          <Fieldset legend={text('ask.purpose')}>
            <Fault id="purpose" fault={faults.purpose} />
            {purposes.map((purpose) => (
              <Radio
                key={purpose}
                id={`purpose-${purpose}`}
                name="purpose"
                tile
                label={text(`purpose.${purpose}`)}
                labelDescription={text(`ask.purpose.${purpose}`)}
                checked={draft.purpose === purpose}
                onChange={() => change({ purpose })}
                {...(faults.purpose === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': 'purpose-fault' })}
              />
            ))}
          </Fieldset>
        </FormGroup>
      )}
    </>
  );
}

export function HowFields({ draft, change, faults }: Fields) {
  const text = useText();
  return (
    <>
      <FormGroup error={faults.medium !== undefined}>
        <Label htmlFor="medium">{text('request.channel')}</Label>
        <Fault id="medium" fault={faults.medium} />
        <Select
          id="medium"
          name="medium"
          value={draft.medium}
          onChange={(event) => change({ medium: event.target.value as Draft['medium'] })}
          {...invalid('medium', faults.medium)}
        >
          <option value="">{text('form.choose')}</option>
          {mediaFor(draft.kind).map((medium) => (
            <option key={medium} value={medium}>
              {text(`medium.${medium}`)}
            </option>
          ))}
        </Select>
      </FormGroup>
      <FormGroup>
        <Label htmlFor="address">
          {text('ask.address')} <span className="usa-hint">({text('form.optional')})</span>
        </Label>
        <span className="usa-hint" id="address-hint">
          {text('ask.address.hint')}
        </span>
        <TextInput
          id="address"
          name="address"
          type="text"
          autoComplete="off"
          maxLength={320}
          aria-describedby="address-hint"
          value={draft.address}
          onChange={(event) => change({ address: event.target.value })}
        />
      </FormGroup>
    </>
  );
}

export function DateField({ name, draft, change, faults }: Fields & { readonly name: 'from' | 'until' }) {
  const text = useText();
  return (
    <FormGroup error={faults[name] !== undefined}>
      <Label htmlFor={name}>{text(`ask.${name}`)}</Label>
      <Fault id={name} fault={faults[name]} />
      <input
        className={`usa-input date${faults[name] === undefined ? '' : ' usa-input--error'}`}
        id={name}
        name={name}
        type="date"
        value={draft[name]}
        onChange={(event) => change({ [name]: event.target.value })}
        aria-invalid={faults[name] === undefined ? undefined : true}
        aria-describedby={faults[name] === undefined ? undefined : `${name}-fault`}
      />
    </FormGroup>
  );
}
