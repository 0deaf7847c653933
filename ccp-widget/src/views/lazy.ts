import type { ComponentType, FunctionComponent } from 'preact';
import { h, useEffect, useState } from './h.ts';

/** Everything that the first paint does not need is one chunk, fetched right after it; Preact is in it. */
export type Later = typeof import('../later.ts');

let arrived: Later | undefined;

/** For what only a call brings about: none is known before that chunk is here. */
export const laterNow = (): Later | undefined => arrived;

export const loadLater = (): Promise<Later> => import('../later.ts');

/** Its views may be drawn from now on: Preact has taken over. */
export const arrive = (later: Later): void => {
  arrived = later;
};

/** A view of that chunk. Until it is here, which is once per page, its place stays empty. */
export const lazy = <Props extends object>(view: (later: Later) => ComponentType<Props>): FunctionComponent<Props> =>
  function Lazy(props: Props) {
    const [, isHere] = useState(arrived !== undefined);
    useEffect(() => {
      let gone = false;
      // It may have come between this view's first drawing and now.
      void loadLater().then(() => gone || isHere(true));
      return () => {
        gone = true;
      };
    }, []);
    return arrived ? h(view(arrived), props) : null;
  };
