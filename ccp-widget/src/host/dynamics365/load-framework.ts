import type { ChannelIntegrationFramework } from './ci-framework.ts';

/** It says that it is ready by an event in our window, which must come before anything is asked ("CIFInitDone event"). */
const READY = 'CIFInitDone';
const READY_WITHIN_MS = 15_000;

/** The organisation's own script ("Pass a Dynamics 365 URL to a widget library"): it speaks to no other origin. */
export function loadFramework(organisation: string, address: string): Promise<ChannelIntegrationFramework> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    const fail = (why: string) => (): void => {
      script.remove();
      reject(new Error(`${organisation}: ${why}`));
    };
    const late = setTimeout(fail('Channel Integration Framework is not ready'), READY_WITHIN_MS);
    const ready = (): void => {
      clearTimeout(late);
      const framework = globalThis.Microsoft?.CIFramework;
      if (framework) resolve(framework);
      else fail('there is no Channel Integration Framework')();
    };
    window.addEventListener(READY, ready, { once: true });
    script.onerror = fail('Channel Integration Framework did not load');
    script.dataset.crmurl = organisation;
    script.dataset.cifid = 'CIFMainLibrary';
    script.src = address;
    document.head.append(script);
  });
}
