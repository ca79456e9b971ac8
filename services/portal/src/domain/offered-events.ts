import type { EventOfType, SightlineEventType } from '@sightline/contracts';

/** What a message about an event leads to: ids of resources that the receiver may ask for, with its own rights. */
interface Named {
  readonly ids: Readonly<Record<string, string>>;
  /** Paths of this API. */
  readonly links: Readonly<Record<string, string>>;
}

type NamedBy<Type extends SightlineEventType> = (data: EventOfType<Type>['data']) => Named;

const request = ({ requestId }: { readonly requestId: string }): Named => ({
  ids: { requestId },
  links: { request: `/api/v1/exception-requests/${requestId}` },
});
const authorization = ({ authorizationId }: { readonly authorizationId: string }): Named => ({
  ids: { authorizationId },
  links: { authorization: `/api/v1/authorizations/${authorizationId}` },
});
const coverage = ({ authorizationId }: { readonly authorizationId: string }): Named => ({
  ids: { authorizationId },
  links: {
    authorization: `/api/v1/authorizations/${authorizationId}`,
    coverage: `/api/v1/notices/coverage?authorization=${authorizationId}`,
  },
});
const districtForm = ({ districtFormId }: { readonly districtFormId: string }): Named => ({
  ids: { districtFormId },
  links: { districtForm: `/api/v1/district-forms/${districtFormId}` },
});
const rosterImport = ({ importId }: { readonly importId: string }): Named => ({
  ids: { importId },
  links: { import: `/api/v1/roster/imports/${importId}` },
});

/**
 * Every event type that a webhook may name, and what its message says. A type that is not here is not offered: nothing about
 * restrictions, families, objections, reviews, conduct or who looked at a message ever leaves this way (C9, C10).
 */
const offered: { readonly [Type in SightlineEventType]?: NamedBy<Type> } = {
  'sightline.directory.roster-import-completed.v1': rosterImport,
  'sightline.directory.district-form-registered.v1': districtForm,
  'sightline.directory.district-form-availability-changed.v1': districtForm,
  'sightline.exception-request.request-submitted.v1': request,
  'sightline.exception-request.request-not-required.v1': request,
  'sightline.exception-request.request-returned.v1': request,
  'sightline.exception-request.request-denied.v1': request,
  'sightline.exception-request.request-withdrawn.v1': request,
  'sightline.exception-request.request-approved.v1': request,
  'sightline.exception-request.authorization-activated.v1': authorization,
  'sightline.exception-request.authorization-participants-changed.v1': authorization,
  'sightline.exception-request.authorization-ended.v1': authorization,
  'sightline.exception-request.authorization-ending-soon.v1': authorization,
  'sightline.notification.notices-opened.v1': coverage,
  'sightline.notification.notices-delivered.v1': coverage,
  'sightline.notification.notices-undeliverable.v1': coverage,
  'sightline.notification.coverage-gap-named.v1': coverage,
  'sightline.messaging-archive.access-granted.v1': authorization,
  'sightline.messaging-archive.access-grant-ended.v1': authorization,
  'sightline.messaging-archive.access-grant-pending.v1': authorization,
};

export const offeredEventTypes: readonly SightlineEventType[] = Object.keys(offered) as SightlineEventType[];

export const isOffered = (type: string): type is SightlineEventType => Object.hasOwn(offered, type);

/** What a message about this event names. @throws Error for a type that is not offered */
export const namedBy = (type: string, data: object): Named => {
  if (!isOffered(type)) throw new Error(`${type} is not offered to webhooks`);
  return (offered[type] as (data: object) => Named)(data);
};
