import type { FrameLocator, Page } from 'playwright-core';
import { PASSWORD } from '../../local/ccp/serve-ccp.ts';

/** What the tests do with a tab that shows the host page of `host-page.ts`. */
export const recorded = (tab: Page): Promise<string[]> => tab.evaluate(() => [...globalThis.recorded]);

/** Waits until Streams has told the page of the event. */
export const seen = (tab: Page, event: string): Promise<unknown> =>
  tab
    .waitForFunction((wanted) => globalThis.recorded.includes(wanted), event)
    .catch(async (cause) => {
      throw new Error(`The page did not see ${event}, but: ${(await recorded(tab)).join(', ')}`, { cause });
    });

export const softphone = (tab: Page): FrameLocator => tab.frameLocator('iframe[title="Amazon Connect CCP"]');

export const signIn = async (form: Pick<Page, 'getByLabel' | 'getByRole'>): Promise<void> => {
  await form.getByLabel('User name').fill('ana');
  await form.getByLabel('Password').fill(PASSWORD);
  await form.getByRole('button', { name: 'Sign in' }).click();
};

export const chooseStatus = (tab: Page, name: string, enqueueNextState = false): Promise<{ ok?: unknown }> =>
  tab.evaluate(
    ([wanted, enqueue]) =>
      outcome((callbacks) => {
        const state = agent.getAgentStates().find((candidate) => candidate.name === wanted);
        if (!state) throw new Error(`There is no state ${wanted}.`);
        agent.setState(state, callbacks, { enqueueNextState: enqueue });
      }),
    [name, enqueueNextState] as const,
  );

export const clear = (tab: Page): Promise<{ ok?: unknown }> =>
  tab.evaluate(() => outcome((callbacks) => contact.clear(callbacks)));

export const isSoftphoneMaster = (tab: Page): Promise<boolean> =>
  tab.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        connect.ifMaster(
          connect.MasterTopics.SOFTPHONE,
          () => resolve(true),
          () => resolve(false),
        );
      }),
  );
