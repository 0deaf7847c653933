/// <reference types="amazon-connect-streams" />

import { trustedScript } from '../trusted-script.ts';

/**
 * The file as AWS ships it (191 kB gzip; bundling makes it larger and cannot shake it). It is no module: it sets the
 * global `connect`. Loaded after the deal is on the screen.
 */
export function loadStreams(): Promise<typeof connect> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = trustedScript('connect-streams-min.js');
    script.onload = () => resolve(globalThis.connect);
    script.onerror = () => {
      script.remove();
      reject(new Error('connect-streams-min.js did not load'));
    };
    document.head.append(script);
  });
}
