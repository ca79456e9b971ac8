import type { DistrictFormAvailabilityChanged, DistrictFormRegistered, FactOf } from '@sightline/contracts';
import { accept, refuse, unchanged, type Decider } from '@sightline/decider';

type DistrictFormFact = FactOf<DistrictFormRegistered | DistrictFormAvailabilityChanged>;

export type DistrictFormState =
  { readonly status: 'none' } | { readonly status: 'registered'; readonly available: boolean };

export type DistrictFormCommand =
  | {
      readonly kind: 'register';
      readonly districtFormId: string;
      readonly formKind: string;
      readonly buildingIds: readonly string[];
      readonly available: boolean;
    }
  | {
      readonly kind: 'change-availability';
      readonly districtFormId: string;
      readonly available: boolean;
      readonly from: string;
    };

/** The register of forms of communication that the district provides, and when each was available (C2). */
export const districtFormDecider: Decider<DistrictFormState, DistrictFormCommand, DistrictFormFact, 'not-registered'> =
  {
    initialState: { status: 'none' },
    evolve: (_state, { data }) => ({ status: 'registered', available: data.available }),
    decide(command, state) {
      if (command.kind === 'register') {
        if (state.status === 'registered') return unchanged;
        const { districtFormId, formKind, buildingIds, available } = command;
        return accept({
          type: 'sightline.directory.district-form-registered.v1',
          data: { districtFormId, kind: formKind, buildingIds, available },
        });
      }
      if (state.status === 'none')
        return refuse({ refused: 'not-registered', clause: 'C2', detail: 'No such district form is registered.' });
      if (state.available === command.available) return unchanged;
      const { districtFormId, available, from } = command;
      return accept({
        type: 'sightline.directory.district-form-availability-changed.v1',
        data: { districtFormId, available, from },
      });
    },
  };
