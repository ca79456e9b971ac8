const form =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/;
const lengthMax = 254;

/** One plain address (RFC 5321 §4.5.3.1 lengths; the form that HTML's e-mail field takes): nothing that could name a second recipient or open a header. */
export const isMailAddress = (text: string): boolean => text.length <= lengthMax && form.test(text);

export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/** Reads `address` or `Name <address>`. @throws RangeError when it is neither */
export const parseMailbox = (text: string): Mailbox => {
  const [, name = 'Sightline', address = text.trim()] = /^\s*"?([^"<>]*?)"?\s*<([^<>]*)>\s*$/.exec(text) ?? [];
  if (!isMailAddress(address)) throw new RangeError('the sender of mail must be an address, or a name and <address>');
  return { name: name || 'Sightline', address };
};

/** Where mail to a person goes; undefined when the roster knows no usable address. */
export const mailAddressOf = (
  personId: string,
  { people }: { readonly people: ReadonlyMap<string, { readonly email?: string }> },
): string | undefined => {
  const address = people.get(personId)?.email;
  return address !== undefined && isMailAddress(address) ? address : undefined;
};
