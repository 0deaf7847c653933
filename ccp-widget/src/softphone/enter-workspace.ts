import type { Softphone } from './softphone.ts';
import { joinWorkspace } from './workspace-app.ts';
import { createWorkspaceSoftphone, type WorkspaceOptions } from './workspace-softphone.ts';

/** A chunk of its own, with the SDK. At once, before the sign-in: the workspace does not wait for that. */
export const enterWorkspace = (options: WorkspaceOptions): Softphone =>
  createWorkspaceSoftphone(joinWorkspace(), options);
