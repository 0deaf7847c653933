/** The lock of the tab that has the softphone, and the channel of all tabs: those of one browser, one desktop and one instance. */
export const scopeOf = (ccpUrl: string): string => `softphone of ${new URL(ccpUrl).origin}`;
