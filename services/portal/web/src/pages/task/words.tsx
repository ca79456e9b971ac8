import { ErrorMessage, FormGroup, Label, Textarea } from '@trussworks/react-uswds';
import { useText } from '../../messages/use-text.ts';

interface WordsField {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly optional?: boolean;
  readonly error?: string;
  readonly hint?: string;
}

const lengthMax = 2_000;

/** A field for a few sentences, with its fault beside it. */
export function Words({ id, label, value, change, optional = false, error, hint }: WordsField) {
  const text = useText();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <FormGroup error={error !== undefined}>
      <Label htmlFor={id} error={error !== undefined}>
        {label}
        {optional && <span className="usa-hint"> ({text('form.optional')})</span>}
      </Label>
      {hint && (
        <span className="usa-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error && <ErrorMessage id={`${id}-error`}>{error}</ErrorMessage>}
      <Textarea
        id={id}
        name={id}
        value={value}
        maxLength={lengthMax}
        onChange={(event) => change(event.target.value)}
        {...(error ? { error: true, 'aria-invalid': true } : {})}
        {...(described ? { 'aria-describedby': described } : {})}
      />
    </FormGroup>
  );
}
