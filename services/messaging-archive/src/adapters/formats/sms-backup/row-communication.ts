import { nobody, type Communication, type CommunicationAttachment, type Party } from '../../../domain/index.js';
import { momentOf, stated, type Row } from './row.js';

type Attributes = Readonly<Record<string, string>>;

const party = (address: string, displayName = ''): Party => ({
  address,
  kind: address.includes('@') ? 'email' : 'telephone',
  displayName,
});

/** What stands for the phone's own number, or for none. */
const placeholders = new Set(['insert-address-token', '#insert-address-token', '-1', '-2', '-3', 'unknown', '']);
const realNumber = (address: string): boolean => !placeholders.has(address.toLowerCase());

const daysMs = 86_400_000;

/** The network's time of sending where it can be: it names the phone's own time of arrival otherwise. */
const sentAtOf = (attributes: Attributes): Date | null => {
  const arrived = momentOf(stated(attributes, 'date'));
  const sent = momentOf(stated(attributes, 'date_sent'));
  if (!sent || !arrived) return arrived ?? sent;
  return sent.getTime() <= arrived.getTime() && arrived.getTime() - sent.getTime() < 30 * daysMs ? sent : arrived;
};

const threadOf = (numbers: readonly string[]): string | null =>
  numbers.length === 0 ? null : [...new Set(numbers.map((each) => each.trim()))].sort().join('~');

/** A name of a group's contacts goes by the order of its numbers, if at all. */
const namesOf = (attributes: Attributes, numbers: readonly string[]): string[] => {
  const name = stated(attributes, 'contact_name');
  if (name === null || name === '(Unknown)') return [];
  if (numbers.length <= 1) return [name];
  const names = name.split(/\s*,\s*/);
  return names.length === numbers.length ? names : [];
};

const others = (attributes: Attributes): Party[] => {
  const numbers = (stated(attributes, 'address') ?? '').split('~').filter(realNumber);
  const names = namesOf(attributes, numbers);
  return numbers.map((number, index) => party(number, names[index] ?? ''));
};

type SentOrNot = 'outgoing' | 'incoming' | 'never-sent';
const directions: Readonly<Record<string, SentOrNot>> = { '1': 'incoming', '2': 'outgoing' };

const textMessage = (attributes: Attributes): Communication | 'never-sent' => {
  const direction = directions[attributes.type ?? ''] ?? 'never-sent';
  if (direction === 'never-sent') return direction;
  const parties = others(attributes);
  return {
    ...blank,
    sentAt: sentAtOf(attributes),
    direction,
    from: direction === 'incoming' ? (parties[0] ?? nobody) : nobody,
    to: direction === 'incoming' ? [] : parties,
    subject: stated(attributes, 'subject') ?? '',
    text: attributes.body ?? '',
    threadHint: threadOf(parties.map(({ address }) => address)),
  };
};

const attachmentOf = (part: Attributes): CommunicationAttachment[] => {
  const data = stated(part, 'data');
  const mediaType = stated(part, 'ct') ?? 'application/octet-stream';
  const text = stated(part, 'text');
  if (data === null && text === null) return [];
  return [
    {
      fileName: stated(part, 'fn') ?? stated(part, 'name') ?? stated(part, 'cl') ?? '',
      mediaType,
      inline: false,
      bytes: data === null ? Buffer.from(text!) : Buffer.from(data, 'base64'),
    },
  ];
};

const isText = (part: Attributes): boolean => /^text\/plain\b/i.test(part.ct ?? '') && stated(part, 'text') !== null;
const isLayout = (part: Attributes): boolean => /smil/i.test(part.ct ?? '');

const pictureMessage = ({ attributes, parts, addresses }: Row): Communication | 'never-sent' => {
  const direction = directions[attributes.msg_box ?? ''] ?? 'never-sent';
  if (direction === 'never-sent') return direction;
  const contacts = others(attributes);
  const name = (address: string): string => contacts.find((each) => each.address === address)?.displayName ?? '';
  // 137 wrote it; 151, 130 and 129 are to, cc and bcc (OMA MMS).
  const listed = (types: readonly string[]): Party[] =>
    addresses
      .filter(({ type, address }) => types.includes(type ?? '') && realNumber(address ?? ''))
      .map(({ address }) => party(address!, name(address!)));
  const sender = listed(['137'])[0];
  const recipients = listed(['151', '130', '129']);
  const incoming = direction === 'incoming';
  return {
    ...blank,
    externalId: stated(attributes, 'm_id'),
    sentAt: sentAtOf(attributes),
    direction,
    from: sender ?? (incoming ? (contacts[0] ?? nobody) : nobody),
    to: recipients.length > 0 ? recipients : incoming ? [] : contacts,
    subject: stated(attributes, 'sub') ?? '',
    text: parts
      .filter(isText)
      .map(({ text }) => text!)
      .join('\n'),
    attachments: parts.filter((part) => !isText(part) && !isLayout(part)).flatMap(attachmentOf),
    threadHint: threadOf(contacts.map(({ address }) => address)),
    facts: { picture: true },
  };
};

const callKinds: Readonly<Record<string, string>> = {
  '1': 'answered',
  '2': 'dialled',
  '3': 'missed',
  '4': 'voicemail',
  '5': 'rejected',
  '6': 'blocked',
  '7': 'answered-elsewhere',
};

/** C7: a log of calls counts as their copy; a call has no words. */
const call = (attributes: Attributes): Communication => {
  const number = stated(attributes, 'number') ?? '';
  const caller = realNumber(number) ? party(number, namesOf(attributes, [number])[0] ?? '') : nobody;
  const outgoing = attributes.type === '2';
  return {
    ...blank,
    medium: 'phone-call',
    sentAt: momentOf(stated(attributes, 'date')),
    direction: outgoing ? 'outgoing' : 'incoming',
    from: outgoing ? nobody : caller,
    to: outgoing ? [caller] : [],
    threadHint: caller === nobody ? null : threadOf([number]),
    facts: {
      durationSeconds: Math.max(0, Math.min(Number(attributes.duration) || 0, daysMs)),
      call: callKinds[attributes.type ?? ''] ?? 'unknown',
    },
  };
};

const blank = {
  externalId: null,
  medium: 'text-message',
  subject: '',
  text: '',
  html: null,
  attachments: [],
  inReplyTo: null,
  references: [],
  facts: {},
} as const;

/** What a row says; drafts and what could not be sent never left the phone. */
export const communicationOfRow = (row: Row): Communication | 'never-sent' =>
  row.name === 'mms' ? pictureMessage(row) : row.name === 'call' ? call(row.attributes) : textMessage(row.attributes);
