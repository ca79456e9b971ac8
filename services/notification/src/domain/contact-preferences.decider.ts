import type { Decider } from '@sightline/decider';
import {
  evolveContactPreferences,
  initialContactPreferences,
  type ContactChoices,
  type ContactPreferencesFact,
  type ContactPreferencesState,
} from './contact-preferences.js';

/** The person says anew how to be written to; what is left out stays as it is. */
export interface ChangeContactPreferences {
  readonly command: 'changeContactPreferences';
  readonly personId: string;
  readonly choices: Partial<ContactChoices>;
  /** True takes an earlier STOP back. */
  readonly resumeTextMessages: boolean;
}

/** STOP by text message. */
export interface StopTextMessages {
  readonly command: 'stopTextMessages';
  readonly personId: string;
}

/** START by text message. */
export interface ResumeTextMessages {
  readonly command: 'resumeTextMessages';
  readonly personId: string;
}

export type ContactPreferencesCommand = ChangeContactPreferences | StopTextMessages | ResumeTextMessages;

const same = (left: ContactChoices, right: ContactChoices): boolean =>
  left.alerts === right.alerts &&
  left.language === right.language &&
  left.quietHours?.quietFrom === right.quietHours?.quietFrom &&
  left.quietHours?.quietUntil === right.quietHours?.quietUntil &&
  left.channels.join() === right.channels.join();

const resume = (personId: string, { textMessagesStopped }: ContactPreferencesState): ContactPreferencesFact[] =>
  textMessagesStopped ? [{ type: 'sightline.notification.text-messages-resumed.v1', data: { personId } }] : [];

const change = (command: ChangeContactPreferences, state: ContactPreferencesState): ContactPreferencesFact[] => {
  const { personId, choices, resumeTextMessages } = command;
  const wanted: ContactChoices = { ...state.choices, ...choices };
  return [
    ...(same(wanted, state.choices)
      ? []
      : [
          {
            type: 'sightline.notification.contact-preferences-changed.v1' as const,
            data: { personId, ...wanted, channels: [...new Set(wanted.channels)] },
          },
        ]),
    ...(resumeTextMessages ? resume(personId, state) : []),
  ];
};

const decide = (
  command: ContactPreferencesCommand,
  state: ContactPreferencesState,
): readonly ContactPreferencesFact[] => {
  switch (command.command) {
    case 'changeContactPreferences':
      return change(command, state);
    case 'stopTextMessages':
      return state.textMessagesStopped
        ? []
        : [{ type: 'sightline.notification.text-messages-stopped.v1', data: { personId: command.personId } }];
    case 'resumeTextMessages':
      return resume(command.personId, state);
    default:
      return command satisfies never;
  }
};

/** How one person wants to be written to. It orders the channels and never closes all of them: a notice must be given (C6). Refuses nothing. */
export const contactPreferencesDecider: Decider<
  ContactPreferencesState,
  ContactPreferencesCommand,
  ContactPreferencesFact
> = { initialState: initialContactPreferences, evolve: evolveContactPreferences, decide };
