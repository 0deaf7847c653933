import { type ComponentType, type FunctionComponent, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A view that is fetched when it is first shown. Until then its place stays empty: chunks are small and cached. */
export function lazy<Props extends object>(load: () => Promise<ComponentType<Props>>): FunctionComponent<Props> {
  let loaded: ComponentType<Props> | undefined;
  return function Lazy(props: Props) {
    const [, arrived] = useState(loaded !== undefined);
    useEffect(() => {
      let gone = false;
      if (!loaded)
        void load().then((view) => {
          loaded = view;
          if (!gone) arrived(true);
        });
      return () => {
        gone = true;
      };
    }, []);
    return loaded ? h(loaded, props) : null;
  };
}
