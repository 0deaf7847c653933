import type { WorkspaceApp } from '../apps.ts';

/** `AppScope` of `@amazon-connect/workspace-types`; an app for all contacts has none. */
export type AppScope = { readonly type: 'contact'; readonly contactId: string } | { readonly type: 'idle' };

export interface Place {
  /** The same app in the same scope. */
  readonly key: string;
  readonly app: WorkspaceApp;
  readonly scope?: AppScope;
}

/** Where the apps belong while the agent has these contacts. */
export const placesFor = (apps: readonly WorkspaceApp[], contactIds: readonly string[]): Place[] =>
  apps.flatMap((app): Place[] => {
    if (app.scope === 'CROSS_CONTACT') return [{ key: app.id, app }];
    if (app.scope === 'IDLE') {
      return contactIds.length === 0 ? [{ key: `${app.id} idle`, app, scope: { type: 'idle' } }] : [];
    }
    return contactIds.map((contactId) => ({
      key: `${app.id} ${contactId}`,
      app,
      scope: { type: 'contact', contactId },
    }));
  });
