import { MINUTE } from '#core/policy.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { CrmFailure } from './crm-session.ts';

/** A token is not used in its last minute: the request that carries it takes time, and clocks differ. */
const MARGIN = MINUTE;

export interface GrantedToken {
  readonly outcome: 'granted';
  readonly token: string;
  /** Milliseconds that it lasts. */
  readonly lifetime: number;
}

/**
 * `Authorization: Bearer …` of an OAuth token, kept until it ends and got once for all who wait for it. For `openSession`.
 */
export function bearer(clock: Clock, grant: (options: { fresh: boolean }) => Promise<GrantedToken | CrmFailure>) {
  interface Asked {
    readonly granted: Promise<GrantedToken | CrmFailure>;
    /** Endless while it is asked for. */
    until: number;
  }
  let known: Asked | undefined;

  function ask(fresh: boolean): Asked {
    const at = clock.now().getTime();
    const asked: Asked = { granted: grant({ fresh }), until: Number.POSITIVE_INFINITY };
    const settle = (until: number): void => {
      asked.until = until;
    };
    // What was not granted is asked for again by whoever comes next.
    asked.granted.then(
      (granted) => settle(granted.outcome === 'granted' ? at + granted.lifetime - MARGIN : 0),
      () => settle(0),
    );
    return asked;
  }

  async function tokenOf(fresh: boolean): Promise<GrantedToken | CrmFailure> {
    if (known === undefined || fresh || clock.now().getTime() >= known.until) known = ask(fresh);
    return known.granted;
  }

  return async ({ fresh }: { fresh: boolean }) => {
    const granted = await tokenOf(fresh);
    if (granted.outcome !== 'granted') return granted;
    return { outcome: 'authorized', headers: { authorization: `Bearer ${granted.token}` } } as const;
  };
}
